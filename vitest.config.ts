import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{base,engine,sdk,api,gpu-jobs}/src/**/*.test.ts',
      'examples/{demo,data}/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
