/**
 * Imports go one way: base <- everything; engine <- sdk, gpu-jobs. The api never loads the engine, so Lambda stays small;
 * the sdk never loads the api, so a client installs no server.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** What each room may import of this repository, by package name. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  base: [],
  aws: ['@promptpost/base'],
  engine: ['@promptpost/base'],
  sdk: ['@promptpost/base', '@promptpost/engine'],
  api: ['@promptpost/aws', '@promptpost/base'],
  dashboard: ['promptpost/client', 'promptpost/pages'],
  'gpu-jobs': ['@promptpost/aws', '@promptpost/base', '@promptpost/engine'],
  cdk: [],
}
const OWN = /^(@promptpost\/[a-z-]+|promptpost)(\/.*)?$/

const sourcesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))

/** Module names in import and export declarations and dynamic imports. */
const importsOf = (file: string): string[] => {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(
    /(?:^|[;\n])\s*(?:import\s*|(?:import|export)\b[^'"`;]*?from\s*)['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
  )
  return [...found].map(match => (match[1] ?? match[2])!)
}

describe.each(Object.keys(MAY_IMPORT))('room %s', room => {
  const files = sourcesOf(join(ROOT, room, 'src'))

  it('imports of other rooms only what it may', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(name => OWN.test(name))
        .filter(
          name => !MAY_IMPORT[room]!.some(allowed => name === allowed || name.startsWith(`${allowed}/`)),
        )
        .map(name => `${relative(ROOT, file)} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('reaches no other room by a relative path', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(
          name => name.startsWith('.') && !resolve(file, '..', name).startsWith(join(ROOT, room, 'src')),
        )
        .map(name => `${relative(ROOT, file)} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('declares what it imports in its package.json', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
      imports?: Record<string, object>
    }
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.imports })
    const shipped = files.filter(file => !/\.test\./.test(file) && !file.includes('/testing/'))
    const used = new Set(
      shipped.flatMap(importsOf).flatMap(name => {
        if (name.startsWith('.') || name.startsWith('node:')) return []
        return [
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        ]
      }),
    )
    expect([...used].filter(name => !declared.includes(name))).toEqual([])
  })
})

describe('ONNX Runtime', () => {
  const loads = (file: string): boolean => importsOf(file).includes('onnxruntime-node')

  it('is loaded in one module, behind the one that switches its reporting off', () => {
    const rooms = [...Object.keys(MAY_IMPORT).map(room => join(room, 'src')), 'examples', 'tests']
    const files = rooms.flatMap(folder => sourcesOf(join(ROOT, folder))).filter(loads)
    expect(files.map(file => relative(ROOT, file))).toEqual([
      join('engine', 'src', 'runtime', 'onnxruntime.ts'),
    ])
    const [silence, library] = importsOf(files[0]!)
    expect([silence, library]).toEqual(['./telemetry-off.js', 'onnxruntime-node'])
  })
})
