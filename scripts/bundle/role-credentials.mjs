/**
 * Has AWS's clients in a function find their credentials where Lambda puts those of its role: in the environment, and nowhere else. The
 * usual search goes through files, programs, single sign-on and the metadata of machines, which no function has, and is half of a bundle.
 */
import { dirname } from 'node:path'

/** An esbuild plugin. */
export const roleCredentials = {
  name: 'role-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ importer }) => ({
      path: 'role-credentials',
      namespace: 'role-credentials',
      pluginData: dirname(importer),
    }))
    build.onLoad({ filter: /.*/, namespace: 'role-credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
      resolveDir: pluginData,
    }))
  },
}
