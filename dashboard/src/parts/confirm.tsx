/**
 * A button that asks before it acts. The dialog is the browser's own: it holds the focus, and Escape leaves it.
 * @module
 */
import { useId, useRef } from 'preact/hooks'

type Props = { label: string; question: string; consequence: string; stay: string; act: () => void }

export const ConfirmButton = ({ label, question, consequence, stay, act }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const close = (): void => dialog.current?.close()
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={heading}>
        <h2 id={heading}>{question}</h2>
        <p>{consequence}</p>
        <div class="actions">
          {/* The first is what the keyboard starts at: the harmless one. */}
          <button type="button" onClick={close}>
            {stay}
          </button>
          <button
            type="button"
            class="danger"
            onClick={() => {
              close()
              act()
            }}
          >
            {label}
          </button>
        </div>
      </dialog>
    </>
  )
}
