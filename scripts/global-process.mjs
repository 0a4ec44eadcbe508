/**
 * Has AWS's clients take `process` where it always is. Who imports `node:process` by name makes Node fill in all that could be imported
 * from it, standard input and output opened too, which is a tenth of a function's start.
 */

/** An esbuild plugin. */
export const globalProcess = {
  name: 'global-process',
  setup(build) {
    build.onResolve({ filter: /^(node:)?process$/ }, () => ({ path: 'process', namespace: 'global-process' }))
    // What else somebody imports is missing, and the build says so.
    build.onLoad({ filter: /.*/, namespace: 'global-process' }, () => ({
      contents: 'export const { env, versions } = globalThis.process',
    }))
  },
}
