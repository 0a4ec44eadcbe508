/**
 * What is read aloud when it changes, and not shown: it is on the page in another form.
 * @module
 */
import type { ComponentChildren } from 'preact'

export const Spoken = ({ children }: { children: ComponentChildren }) => (
  <p class="hidden" aria-live="polite">
    {children}
  </p>
)
