/**
 * Leaves out of functions what AWS's clients bring along and no function can come to: other makes of the same, for where Node is not. Whoever
 * comes to it all the same learns what is missing and where that was decided.
 */
import { readFile } from 'node:fs/promises'

const leftOut = name =>
  `export function ${name}() { throw new Error('${name} was left out of this function: see scripts/bundle/unreached.mjs') }`

/** What files hold instead. Node itself makes these digests; what comes over HTTP are Node's streams. */
const UNREACHED = {
  'checksum/sha256/Sha256Js.js': leftOut('Sha256Js'),
  'checksum/md5/Md5Js.js': leftOut('Md5Js'),
  'sha/sha1/Sha1Js.js': leftOut('Sha1Js'),
  'util-stream/checksum/createChecksumStream.browser.js': leftOut('createChecksumStream'),
  'util-stream/getAwsChunkedEncodingStream.browser.js': leftOut('getAwsChunkedEncodingStream'),
  'util-stream/sdk-stream-mixin.browser.js': leftOut('sdkStreamMixin'),
  // Each client has one of these made, though no operation of ours has events in its body.
  '/eventstream-serde/EventStreamMarshaller.js': `export const eventStreamSerdeProvider = () => undefined
${leftOut('EventStreamMarshaller')}`,
}

const PACKAGE = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/

const literally = text => text.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')

/** An esbuild plugin. */
export const unreached = {
  name: 'unreached',
  setup(build) {
    const unmet = new Set(Object.keys(UNREACHED))
    for (const [path, contents] of Object.entries(UNREACHED))
      build.onLoad({ filter: new RegExp(`[\\\\/]dist-es[\\\\/].*${literally(path)}$`) }, () => {
        unmet.delete(path)
        return { contents }
      })
    build.onEnd(() => ({
      errors: [...unmet].map(path => ({
        text: `unreached.mjs leaves out ${path}, which nobody brings along`,
      })),
    }))
    // A client tells its version, and has the whole file for it.
    build.onLoad({ filter: PACKAGE }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}
