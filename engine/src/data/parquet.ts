/**
 * Parquet: the wanted columns only, strings decoded strictly, sizes checked before anything is unpacked.
 * @module
 */
import { listNames, refuseData } from './errors.js'
import { decodeStrictly, type Limits } from './lines.js'
import type { Row, Table } from './table.js'

const bufferOf = (bytes: Buffer) => ({
  byteLength: bytes.byteLength,
  slice: (start: number, end?: number): ArrayBuffer => {
    const copy = new Uint8Array(bytes.subarray(start, end))
    return copy.buffer
  },
})

/**
 * Rows of a Parquet file with at least `wanted` columns where the file has them, or all. Row numbers stand for lines.
 *
 * @throws PromptPostError 'invalid-data' when the file is not Parquet, unpacks to more than `maxFileBytes` by its own
 *   account, or holds more than `maxRows` rows
 */
export const readParquet = async (
  bytes: Buffer,
  path: string,
  options: { wanted: readonly string[] | undefined; limits: Limits },
): Promise<Table> => {
  // Forty modules that a program without Parquet data need not load at its start.
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet')
  const { compressors } = await import('hyparquet-compressors')
  const file = bufferOf(bytes)
  const broken = () =>
    refuseData({ path }, 'is not a Parquet file that can be read', 'Write it again, or use JSONL.')
  const metadata = await parquetMetadataAsync(file).catch(broken)
  const columns = parquetSchema(metadata).children.map(child => child.element.name)
  const wanted = options.wanted?.filter(name => columns.includes(name)) ?? columns
  if (metadata.num_rows > BigInt(options.limits.maxRows)) {
    const next = 'Split the file, or raise limits.maxRows.'
    refuseData({ path }, `has ${metadata.num_rows} rows, more than ${options.limits.maxRows}`, next)
  }
  const unpacked = metadata.row_groups
    .flatMap(group => group.columns)
    .filter(chunk => wanted.includes(chunk.meta_data?.path_in_schema[0] ?? ''))
    .reduce((sum, chunk) => sum + (chunk.meta_data?.total_uncompressed_size ?? 0n), 0n)
  if (unpacked > BigInt(options.limits.maxFileBytes)) {
    const next = 'Split the file, or raise limits.maxFileBytes.'
    refuseData({ path }, `unpacks to ${unpacked} bytes, more than ${options.limits.maxFileBytes}`, next)
  }
  if (wanted.length === 0) return { columns, rows: [] }
  const parsers = { stringFromBytes: (value: Uint8Array) => value }
  const objects = await parquetReadObjects({ file, metadata, columns: wanted, compressors, parsers }).catch(
    broken,
  )
  const rows = function* (): Generator<Row> {
    for (const [index, object] of objects.entries()) {
      const line = index + 1
      yield {
        line,
        get: column =>
          plainValue(object[column], { path, line, column: listNames([column]) }, options.limits),
      }
    }
  }
  return { columns, rows: rows() }
}

const plainValue = (
  value: unknown,
  place: { path: string; line: number; column: string },
  limits: Limits,
): unknown => {
  if (!(value instanceof Uint8Array)) return value
  if (value.length > limits.maxLineBytes) {
    const next = 'Shorten the text, or raise limits.maxLineBytes.'
    return refuseData(place, `has ${value.length} bytes, more than ${limits.maxLineBytes}`, next)
  }
  return decodeStrictly(value, 'utf-8', place)
}
