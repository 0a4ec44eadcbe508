/**
 * Looks for what must be gone in every file below a service's data folder.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** All files below a folder, by their paths from there. A folder in it that goes while it is looked at has none. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  const walk = async (path: string): Promise<string[]> => {
    const entries = await readdir(path, { withFileTypes: true }).catch(error => {
      if (error.code !== 'ENOENT' || path === folder) throw error
      return []
    })
    const found = entries.map(entry => {
      const child = join(path, entry.name)
      return entry.isDirectory() ? walk(child) : [relative(folder, child)]
    })
    return (await Promise.all(found)).flat()
  }
  return (await walk(folder)).sort()
}

export type Marks = Readonly<Record<string, string | Uint8Array>>

/** @returns where each mark stands, in a file or its name, but for the audit log */
export const findMarks = async (data: string, marks: Marks): Promise<string[]> => {
  const found: string[] = []
  for (const file of await filesBelow(data)) {
    if (/^objects\/tenants\/[^/]+\/audit\//.test(file)) continue
    // It may go while it is looked at.
    const bytes = await readFile(join(data, file)).catch(() => Buffer.alloc(0))
    for (const [name, mark] of Object.entries(marks))
      if (bytes.includes(Buffer.from(mark)) || file.includes(Buffer.from(mark).toString('latin1')))
        found.push(`${name} in ${file}`)
  }
  return found
}
