/**
 * Asks for a token and tries it.
 * @module
 */
import { useRef, useState } from 'preact/hooks'
import { ErrorBox } from '../parts/problem.js'
import { createApi, dataOf } from '../service/api.js'

type Props = {
  /** Why one has to log in again. */
  reason: unknown
  entered: (token: string) => void
}

export const LoginView = ({ reason, entered }: Props) => {
  const [error, setError] = useState<unknown>(reason)
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  const tryToken = async (event: Event): Promise<void> => {
    event.preventDefault()
    const token = field.current?.value.trim() ?? ''
    if (token === '' || isBusy) return
    setBusy(true)
    setError(undefined)
    try {
      const api = createApi(token, () => undefined)
      await dataOf(api.client.GET('/v1/jobs', { params: { query: { limit: 1 } } }))
      entered(token)
    } catch (problem) {
      setError(problem)
      setBusy(false)
      field.current?.select()
    }
  }

  return (
    <form class="login" onSubmit={tryToken}>
      <label for="token">Token</label>
      <input
        ref={field}
        id="token"
        type="password"
        required
        autocomplete="off"
        spellcheck={false}
        aria-describedby="token-note"
      />
      <p id="token-note" class="soft">
        Kept in this tab only, until you log out or close it.
      </p>
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {isBusy ? 'Checking…' : 'Log in'}
      </button>
      <ErrorBox error={error} />
      <p class="soft">No token? Whoever runs the service makes one:</p>
      <pre>
        <code>promptpost tokens create --data DIR --tenant ID --role client</code>
      </pre>
    </form>
  )
}
