/**
 * What the client needs to know of where it runs: Node, another server runtime, or a browser.
 * @module
 */
import { VERSION } from './version.js'

type Process = {
  env?: Record<string, string | undefined>
  versions?: { node?: string }
  platform?: string
  arch?: string
}

// Not the global `process`: its type is that of Node, where it always is.
const { process, document } = globalThis as { process?: Process; document?: unknown }

/** A variable of the environment; undefined where it is empty or there are none. */
export const readEnvironment = (name: string): string | undefined => process?.env?.[name] || undefined

/** User-Agent of every request; undefined in browsers, which have their own and would have to ask the service before sending another. */
export const userAgent = ((): string | undefined => {
  if (process?.versions?.node)
    return `promptpost/${VERSION} (node/${process.versions.node}; ${process.platform}-${process.arch})`
  return document === undefined ? `promptpost/${VERSION}` : undefined
})()

/** A signal that fires with the first of them. Some edge runtimes have no `AbortSignal.any`. */
export const eitherSignal = (signals: readonly AbortSignal[]): AbortSignal => {
  const { any } = AbortSignal as { any?: typeof AbortSignal.any }
  if (any) return any.call(AbortSignal, [...signals])
  const control = new AbortController()
  for (const signal of signals)
    if (signal.aborted) control.abort(signal.reason)
    else signal.addEventListener('abort', () => control.abort(signal.reason), { once: true })
  return control.signal
}
