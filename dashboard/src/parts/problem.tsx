/**
 * An error: its code, what happened, what to do, and the request id by which the service's log knows it.
 * @module
 */
import { nextStep, RefusedError } from '../service/errors.js'

type Told = { code: string; message: string; next?: string | undefined; requestId?: string | undefined }

export const ProblemBox = ({ code, message, next, requestId }: Told) => (
  <div class="problem" role="alert">
    <p>
      <code class="code">{code}</code> {message}
    </p>
    {next && <p>{next}</p>}
    {requestId && (
      <p class="soft">
        Request <code>{requestId}</code>
      </p>
    )}
  </div>
)

export const toldOf = (error: unknown): Told => ({
  code: error instanceof RefusedError ? error.code : 'unreachable',
  message: error instanceof Error ? error.message : String(error),
  next: nextStep(error),
  requestId: error instanceof RefusedError ? error.requestId : undefined,
})

/** @param error nothing is shown without one */
export const ErrorBox = ({ error }: { error: unknown }) =>
  error === undefined ? null : <ProblemBox {...toldOf(error)} />
