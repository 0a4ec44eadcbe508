/**
 * Looks for what must be gone in every file below a service's data folder.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** All files below a folder, by their paths from there. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(error => {
    // A folder may go while it is looked at.
    if (error.code !== 'ENOENT' || error.path === folder) throw error
  })
  if (!entries) return filesBelow(folder)
  const files = entries.filter(entry => entry.isFile())
  return files.map(entry => relative(folder, join(entry.parentPath, entry.name))).sort()
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
