/**
 * The page: who is logged in, where one can go, the view.
 * @module
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { createApi } from '../service/api.js'
import { ApiContext } from '../service/hooks.js'
import { forgetToken, storedToken, storeToken } from '../service/session.js'
import { LoginView } from '../views/login.js'
import { useRoute } from './routing.js'
import { SECTIONS, sectionOf, titleOf, viewOf } from './views.js'

/** Where a browser begins is its own affair; from the second view on it is ours. */
let hasShown = false

/** A heading that is read out, and where the keyboard starts, when the view changes. */
const Page = ({ title, children }: { title: string; children: ComponentChildren }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · promptpost`
    if (hasShown) heading.current?.focus()
    hasShown = true
  }, [title])
  return (
    <main id="main">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  )
}

const Header = ({ view, leave }: { view: string; leave: (() => void) | undefined }) => (
  <header>
    <button type="button" class="skip" onClick={toMain}>
      Skip to content
    </button>
    <span class="brand">promptpost</span>
    {leave && (
      <>
        <nav aria-label="Views">
          {SECTIONS.map(section => (
            <a
              key={section.view}
              href={`#/${section.view}`}
              aria-current={section.view === sectionOf(view) ? 'page' : undefined}
            >
              {section.title}
            </a>
          ))}
        </nav>
        <button type="button" class="quiet" onClick={leave}>
          Log out
        </button>
      </>
    )}
  </header>
)

/** A link cannot do it: what is behind # is the view's. */
const toMain = (): void => document.querySelector<HTMLElement>('main h1')?.focus()

export const App = () => {
  const [token, setToken] = useState(storedToken)
  const [reason, setReason] = useState<unknown>()
  const route = useRoute()
  const { view } = route
  const leave = (why?: unknown): void => {
    forgetToken()
    setReason(why)
    setToken(undefined)
  }
  const api = useMemo(() => (token === undefined ? undefined : createApi(token, leave)), [token])
  const enter = (entered: string): void => {
    storeToken(entered)
    setToken(entered)
  }
  if (!api)
    return (
      <>
        <Header view={view} leave={undefined} />
        <Page title="Log in">
          <LoginView reason={reason} entered={enter} />
        </Page>
      </>
    )
  return (
    <ApiContext.Provider value={api}>
      <Header view={view} leave={() => leave()} />
      <Page key={`${view} ${route.id}`} title={titleOf(route)}>
        {viewOf(route)}
      </Page>
    </ApiContext.Provider>
  )
}
