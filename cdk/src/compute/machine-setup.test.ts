/** The script runs under bash; what needs a machine's disks and its root is recorded instead of done. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { machineSetup } from './machine-setup.js'

const STORAGE = 'Amazon EC2 NVMe Instance Storage'

/** Runs the script on a machine with these disks. @returns what it did, and what the agent is told */
const setUp = (disks: Record<string, string>, tools: string[] = []): { done: string[]; agent: string } => {
  const root = mkdtempSync(join(tmpdir(), 'promptpost-machine-'))
  const bin = join(root, 'bin')
  for (const folder of [bin, join(root, 'ecs')]) mkdirSync(folder)
  const tool = (name: string, body: string): void =>
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 })
  const lines = Object.entries(disks).map(([name, model]) => `${name} ${model}`)
  tool('lsblk', `printf '%s\\n' ${lines.map(line => `'${line}'`).join(' ')}`)
  for (const name of ['mkfs.xfs', 'mount', 'install', 'iptables', ...tools])
    tool(name, `echo "${name} $*" >>'${join(root, 'done')}'`)
  const script = machineSetup()
    .replaceAll('/etc/ecs', join(root, 'ecs'))
    .replaceAll('/mnt/promptpost', join(root, 'mnt'))
  // A shell without mdadm has none though the machine of the test may.
  execFileSync('/bin/bash', ['-c', script], { env: { PATH: `${bin}:/usr/bin:/bin` }, stdio: 'pipe' })
  const done = readFileSync(join(root, 'done'), 'utf8').replaceAll(join(root, 'mnt'), '/mnt/promptpost')
  return { done: done.trim().split('\n'), agent: readFileSync(join(root, 'ecs/ecs.config'), 'utf8') }
}

const FOLDERS =
  'install -d -o 1000 -g 1000 -m 0700 /mnt/promptpost/models /mnt/promptpost/work /mnt/promptpost/tmp'
const NO_CREDENTIALS =
  'iptables --insert OUTPUT --destination 169.254.169.254 --match owner --uid-owner 1000 --jump REJECT'
const EBS = { '/dev/nvme0n1': 'Amazon Elastic Block Store' }

it('takes the one fast disk, and never the root volume', () => {
  const { done, agent } = setUp({ ...EBS, '/dev/nvme1n1': STORAGE })
  expect(done).toEqual([
    'mkfs.xfs -f /dev/nvme1n1',
    'mount -o noatime,nodev,nosuid /dev/nvme1n1 /mnt/promptpost',
    FOLDERS,
    NO_CREDENTIALS,
  ])
  expect(agent).toContain('ECS_ENABLE_SPOT_INSTANCE_DRAINING=true\nECS_CONTAINER_STOP_TIMEOUT=120s\n')
})

it('joins several, where it can', () => {
  const { done } = setUp({ ...EBS, '/dev/nvme1n1': STORAGE, '/dev/nvme2n1': STORAGE }, ['mdadm'])
  expect(done[0]).toBe(
    'mdadm --create /dev/md/promptpost --run --level=0 --raid-devices=2 /dev/nvme1n1 /dev/nvme2n1',
  )
  expect(done[1]).toBe('mkfs.xfs -f /dev/md/promptpost')
})

it('goes on without any', () => {
  expect(setUp(EBS).done).toEqual([FOLDERS, NO_CREDENTIALS])
})
