/**
 * The CDK with everything before it: builds, bundles the functions, and on the first deployment to a place prepares that for the CDK.
 *
 *     node scripts/cdk.mjs synth|deploy|diff|destroy [-c options=FILE] [FLAGS OF THE CDK]
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const [command, ...rest] = process.argv.slice(2)
const COMMANDS = ['synth', 'deploy', 'diff', 'destroy']

const stop = (message, code = 1) => {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
if (!COMMANDS.includes(command)) stop(`usage: node scripts/cdk.mjs ${COMMANDS.join('|')} [FLAGS]`, 2)

// Nothing is reported to anyone, and nothing is asked of the network but what the command needs.
const env = {
  ...process.env,
  CDK_DISABLE_CLI_TELEMETRY: '1',
  INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
}
const run = (program, args, cwd = root) => {
  const { status, error } = spawnSync(program, args, { cwd, env, stdio: 'inherit' })
  if (error) stop(`${program} cannot be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}
const answers = (program, args) => spawnSync(program, args, { cwd: root, env, encoding: 'utf8' })
// Not through npx, which would have files of options looked for in its own folder.
const program = resolve(root, 'node_modules/aws-cdk/bin/cdk')
const cdk = (...args) => run(process.execPath, [program, '--no-notices', ...args], resolve(root, 'cdk'))

if (command === 'deploy') {
  if (answers('docker', ['info']).status !== 0)
    stop('docker: does not answer. The container of jobs is built with it: install it, or start its daemon.')
  const caller = answers('aws', ['sts', 'get-caller-identity'])
  if (caller.status !== 0)
    stop(
      `aws: has no credentials that work. Run: aws configure\n${caller.stderr ?? caller.error?.message ?? ''}`,
    )
}
run('npm', ['run', '--silent', 'build'])
run('npm', ['run', '--silent', 'bundle', '--', '--size-only'])
if (command === 'deploy') {
  const version = answers('aws', ['ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version'])
  // Whoever has prepared the place in a way of their own keeps that.
  if (/ParameterNotFound/.test(version.stderr ?? '')) cdk('bootstrap', ...rest)
}
cdk(command, ...(command === 'synth' ? ['--quiet'] : []), ...rest)
