/**
 * Completion in real shells: each is given a line and asked what may come next.
 * @module
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, runCli } from './cli.test.support.js'

type Shell = 'bash' | 'zsh' | 'fish'
const isInstalled = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0

let folder: string
beforeAll(async () => {
  folder = await newFolder()
  await mkdir(join(folder, 'students-here'))
  await writeFile(join(folder, 'private.tsv'), '')
  for (const shell of ['bash', 'zsh', 'fish'] as const)
    await writeFile(join(folder, `script.${shell}`), (await runCli(['completion', shell])).stdout)
})

const run = async (program: string, args: string[]): Promise<string[]> => {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: folder,
    env: { ...process.env, HOME: folder },
  })
  return stdout
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .sort()
}

/** What bash fills into COMPREPLY; what it adds of its own (file names) is asked for as `+files`. */
const inBash = (line: string): Promise<string[]> => {
  const code = `
    source script.bash
    compopt() { [ "$1" = +o ] && plain=1; }
    COMP_LINE=$1; read -ra COMP_WORDS <<< "$1"
    [[ $1 == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); plain=0
    _promptpost
    printf '%s\\n' "\${COMPREPLY[@]}"
    [ \${#COMPREPLY[@]} = 0 ] && [ $plain = 0 ] && complete -p promptpost | grep -q -- '-o default' && echo +files
    true`
  return run('bash', ['-c', code, 'bash', line])
}

/** What fish offers, without descriptions. */
const inFish = async (line: string): Promise<string[]> => {
  const lines = await run('fish', ['-c', `source script.fish; complete -C ${JSON.stringify(line)}`])
  return lines.map(text => text.split('\t')[0] as string)
}

/** What zsh's own completion system offers, caught where it would be added. */
const inZsh = (line: string): Promise<string[]> => {
  const code = `
    autoload -Uz compinit && compinit -u -d /dev/null > /dev/null 2>&1
    source script.zsh
    compadd() { print -l -- "\${@[(i)--]:+\${(@)@[$((\${@[(i)--]} + 1)),-1]}}" }
    _describe() { local name=$2; print -l -- "\${(@)\${(P)name}%%:*}" }
    _files() { print +files }
    words=("\${(z)1}"); [[ $1 == *' ' ]] && words+=(''); CURRENT=$#words
    _promptpost`
  return run('zsh', ['-c', code, 'zsh', line])
}

const ASK: Record<Shell, (line: string) => Promise<string[]>> = { bash: inBash, zsh: inZsh, fish: inFish }

describe.each((['bash', 'zsh', 'fish'] as const).filter(isInstalled))('%s', shell => {
  const ask = (line: string): Promise<string[]> => ASK[shell](line)

  it('completes commands, and commands of a group', async () => {
    const commands = await ask('promptpost ')
    expect(commands).toEqual(expect.arrayContaining(['init', 'tune', 'jobs', 'completion']))
    const ofJobs = await ask('promptpost jobs ')
    expect(ofJobs).toEqual(expect.arrayContaining(['cancel', 'events', 'list', 'show', 'wait']))
    expect(ofJobs).not.toContain('tune')
  })

  it('completes flags, those of every command too, wherever flags with values stand', async () => {
    const flags = await ask('promptpost --url http://x jobs events --')
    expect(flags).toEqual(expect.arrayContaining(['--after', '--json', '--token-file']))
    expect(flags).not.toContain('--epsilon')
  })

  it('completes values that are known, file names where files are meant, and nothing elsewhere', async () => {
    expect(await ask('promptpost tune --device ')).toEqual(['auto', 'cpu', 'cuda', 'webgpu'])
    const files = await ask('promptpost tune --data ')
    expect(shell === 'fish' ? files.includes('private.tsv') : files).toEqual(
      shell === 'fish' ? true : ['+files'],
    )
    expect(await ask('promptpost tune --steps ')).toEqual([])
    expect(await ask('promptpost jobs show ')).toEqual([])
    const folders = await ask('promptpost explain-upload ')
    expect(shell === 'fish' ? folders.includes('students-here/') : folders).toEqual(
      shell === 'fish' ? true : ['+files'],
    )
  })
})

describe('bash on a terminal', () => {
  it('fills in a word when Tab is pressed', async () => {
    const child = spawn('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'dumb' },
    })
    let shown = ''
    const shows = (text: string): Promise<void> =>
      new Promise(done => {
        const look = () => shown.includes(text) && done()
        child.stdout.on('data', look)
        look()
      })
    child.stdout.on('data', (data: Buffer) => (shown += data))
    child.stdin.write('source script.bash; echo sourced-$((40 + 2))\n')
    await shows('sourced-42')
    child.stdin.write('promptpost transf\tcre\t--pro')
    await shows('promptpost transfers create --pro')
    child.stdin.write('\x15exit\n')
    await once(child, 'exit')
  })
})

describe('completion', () => {
  it('is JSON with --json, and knows three shells', async () => {
    const { stdout } = await runCli(['completion', 'zsh', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      shell: 'zsh',
      script: expect.stringMatching(/^#compdef promptpost/),
    })
    const { code, stderr } = await runCli(['completion', 'tcsh'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish')])
  })
})
