/**
 * A zip archive without compression, its files' contents on multiples of 64 bytes as PyTorch has them.
 * @module
 */
import { crc32 } from 'node:zlib'

export type ZipFile = { name: string; data: Uint8Array }

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** 1 January 1980, so that the same files give the same bytes. */
const DATE = 0x21
const ALIGNMENT = 64
/** The extra field that PyTorch pads with: "FB", then a length, then Zs. */
const PADDING = 0x4246

const localHeader = (name: Buffer, padding: number, checksum: number, size: number): Buffer => {
  const header = Buffer.alloc(30 + name.length + 4 + padding, 'Z')
  header.fill(0, 0, 30)
  header.writeUInt32LE(LOCAL, 0)
  header.writeUInt16LE(10, 4)
  header.writeUInt16LE(DATE, 12)
  header.writeUInt32LE(checksum, 14)
  header.writeUInt32LE(size, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(4 + padding, 28)
  name.copy(header, 30)
  header.writeUInt16LE(PADDING, 30 + name.length)
  header.writeUInt16LE(padding, 32 + name.length)
  return header
}

const centralHeader = (name: Buffer, checksum: number, size: number, offset: number): Buffer => {
  const header = Buffer.alloc(46 + name.length)
  header.writeUInt32LE(CENTRAL, 0)
  header.writeUInt16LE(10, 4)
  header.writeUInt16LE(10, 6)
  header.writeUInt16LE(DATE, 14)
  header.writeUInt32LE(checksum, 16)
  header.writeUInt32LE(size, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(offset, 42)
  name.copy(header, 46)
  return header
}

/**
 * The archive (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16; no zip64).
 *
 * @param files ASCII names; less than 2^32 bytes and 2^16 files together
 */
export const storedZip = (files: readonly ZipFile[]): Buffer => {
  const parts: Uint8Array[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name: text, data } of files) {
    const name = Buffer.from(text, 'ascii')
    const padding = -(offset + 30 + name.length + 4) & (ALIGNMENT - 1)
    const checksum = crc32(data)
    const header = localHeader(name, padding, checksum, data.byteLength)
    directory.push(centralHeader(name, checksum, data.byteLength, offset))
    parts.push(header, data)
    offset += header.length + data.byteLength
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
