/**
 * What stands where there is nothing yet: why, and the command that changes it.
 * @module
 */
import type { ComponentChildren } from 'preact'

export const Empty = ({ children, command }: { children: ComponentChildren; command?: string }) => (
  <div class="empty">
    <p>{children}</p>
    {command && (
      <pre>
        <code>{command}</code>
      </pre>
    )}
  </div>
)
