/**
 * A cache on disk of what is long to compute: by content, bounded, shared by processes, gone with what it was made of.
 * @module
 */
export { bytesHeld, type CacheOptions, type ComputedCache, openComputedCache } from './cache.js'
export type { Description } from './entry.js'
export { forgetGone, forgetTenant, forgetThing } from './forget.js'
export { defaultCacheBytes, readCacheBytes } from './limit.js'
export { computedFolder, type Thing } from './places.js'
