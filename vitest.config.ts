import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

// Everything a run leaves, also what processes leave that tests kill, goes with it.
const temporary = mkdtempSync(join(tmpdir(), 'promptpost-tests-'))
// Some tests act as another user, who must get into folders of theirs in it.
chmodSync(temporary, 0o711)
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

const isLong = process.argv.some(argument => argument.includes('.long.'))

const sdk = resolve(import.meta.dirname, 'sdk/src')

export default defineConfig({
  plugins: [
    {
      // The import map of sdk/package.json names built files; a source under test takes the source.
      name: 'sources-import-sources',
      enforce: 'pre',
      resolveId: (id, importer) =>
        id === '#disk' && importer?.startsWith(sdk) ? join(sdk, 'client/disk/index.ts') : undefined,
    },
  ],
  test: {
    include: [
      '{base,aws,engine,sdk,api,dashboard,gpu-jobs,cdk}/src/**/*.test.ts',
      'examples/{demo,data}/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    // What takes minutes by itself is a suite of its own: npm run test:long.
    exclude: [...configDefaults.exclude, ...(isLong ? [] : ['**/*.long.test.ts'])],
    // A busy machine may take ten times as long as a quiet one, and no test is about time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One more than the machine has processors: many tests wait for processes of theirs.
    maxWorkers: 3,
    // No test may charge the privacy ledger of whoever runs it: without one of its own it gets this.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      // Two test files at a time take the processors: workers that stood back would hardly get on.
      PROMPTPOST_WORKER_NICE: '0',
      // And threads that wait for each other take a fifth more of them.
      OMP_NUM_THREADS: '1',
      TMPDIR: temporary,
      PROMPTPOST_LEDGER: join(temporary, 'ledger'),
    },
  },
})
