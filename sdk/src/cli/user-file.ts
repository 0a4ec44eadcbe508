/**
 * Files that a user writes by hand, as text.
 * @module
 */
import { readFile } from 'node:fs/promises'

/** UTF-8 without the byte order mark that some editors and shells put first, which no JSON may have. */
export const readUserFileText = async (path: string): Promise<string> =>
  new TextDecoder().decode(await readFile(path))
