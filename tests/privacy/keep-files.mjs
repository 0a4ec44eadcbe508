/**
 * Keeps every file that appears below a folder, be it there for a moment only: as soon as it is seen it gets a second name
 * (a hard link) elsewhere, under which its content stays when its first name goes.
 *
 *     node keep-files.mjs ROOT KEEP
 *
 * Says `ready`; when stdin ends, writes KEEP/index.json: for each file its names below ROOT, its second name, and whether
 * it was there before.
 * @module
 */
import { linkSync, lstatSync, readdirSync, watch, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const [root, keep] = process.argv.slice(2)
/** By inode, which is not used again while there is a second name. */
const kept = new Map()
const watched = new Set()
let isBefore = true

const tryTo = work => {
  try {
    return work()
  } catch {
    return undefined // It has gone already.
  }
}

const keepFile = path => {
  const facts = tryTo(() => lstatSync(path))
  if (!facts?.isFile()) return
  const name = relative(root, path)
  const known = kept.get(facts.ino)
  if (known) {
    if (!known.names.includes(name)) known.names.push(name)
    return
  }
  const second = `${kept.size}`
  if (tryTo(() => linkSync(path, join(keep, second)) ?? true))
    kept.set(facts.ino, { names: [name], second, isBefore })
}

const visit = folder => {
  if (!watched.has(folder))
    tryTo(() => {
      const watcher = watch(folder, (_, name) => {
        if (name) keepFile(join(folder, name))
        visit(folder)
      })
      watcher.on('error', () => watched.delete(folder))
      watched.add(folder)
    })
  for (const entry of tryTo(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) visit(path)
    else keepFile(path)
  }
}

visit(root)
isBefore = false
setInterval(visit, 50, root)
process.stdin.resume().on('end', () => {
  visit(root)
  writeFileSync(join(keep, 'index.json'), JSON.stringify([...kept.values()]))
  process.exit(0)
})
process.stdout.write('ready\n')
