/**
 * Classifies one typed text with a transferred prompt. The text goes to the service in the body of one request and nowhere else:
 * it is in no address and in no store of the browser, and leaves the page with the view.
 * @module
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Schemas } from 'promptpost/client'
import { ErrorBox } from '../parts/problem.js'
import { Share } from '../parts/share.js'
import { Table } from '../parts/table.js'
import { type Api, dataOf } from '../service/api.js'
import { useApi } from '../service/hooks.js'

export type Choice = { transfer: string; title: string }

type Classification = Schemas['Classification']

/** Longest text, as the contract has it. */
const MOST_CHARACTERS = 20_000

const classify = async (
  { client }: Api,
  transfer: string,
  text: string,
  signal: AbortSignal,
): Promise<Classification> => {
  const body = { transfer, texts: [text], synchronous: true }
  // What is asked for synchronously is a classification; an estimate comes by `dry_run` alone.
  return (await dataOf(client.POST('/v1/predictions', { body, signal }))) as Classification
}

const Result = ({ answer: { labels, results } }: { answer: Classification }) => {
  const [result] = results
  if (!result) return null
  const scores = labels.map((label, k) => ({ label, score: result.scores[k] ?? 0 }))
  return (
    <>
      <p class="claim name">
        {result.label} <small>is the most probable class</small>
      </p>
      <Table
        caption="Probability of each class"
        isCaptionShown
        isNarrow
        columns={[
          { head: 'Class', of: ({ label }) => label, class: 'name' },
          { head: 'Probability', of: ({ score }) => <Share share={score} /> },
        ]}
        rows={scores.sort((a, b) => b.score - a.score)}
        keyOf={({ label }) => label}
        classOf={({ label }) => (label === result.label ? 'strong' : undefined)}
      />
    </>
  )
}

/** @param choices transfers that have succeeded, at least one */
export const Classify = ({ choices }: { choices: readonly Choice[] }) => {
  const api = useApi()
  const field = useRef<HTMLTextAreaElement>(null)
  const [chosen, setChosen] = useState<string>()
  const [answer, setAnswer] = useState<Classification>()
  const [error, setError] = useState<unknown>()
  const [stop, setStop] = useState<AbortController>()
  useEffect(() => () => stop?.abort(), [stop])
  const transfer = choices.find(choice => choice.transfer === chosen)?.transfer ?? choices[0]?.transfer

  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    const text = field.current?.value ?? ''
    if (text === '' || transfer === undefined || stop) return
    const control = new AbortController()
    setStop(control)
    setError(undefined)
    setAnswer(undefined)
    try {
      setAnswer(await classify(api, transfer, text, control.signal))
    } catch (problem) {
      if (!control.signal.aborted) setError(problem)
    } finally {
      setStop(undefined)
    }
  }

  return (
    <>
      <form class="form" onSubmit={send} autocomplete="off">
        {choices.length > 1 && (
          <>
            <label for="transfer">With</label>
            <select id="transfer" value={transfer} onChange={event => setChosen(event.currentTarget.value)}>
              {choices.map(choice => (
                <option key={choice.transfer} value={choice.transfer}>
                  {choice.title}
                </option>
              ))}
            </select>
          </>
        )}
        <label for="text">Text</label>
        {/* Without a browser's spelling service, which may be elsewhere, and without its memory of forms. */}
        <textarea
          ref={field}
          id="text"
          rows={4}
          required
          maxLength={MOST_CHARACTERS}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="text-note"
        />
        <p id="text-note" class="soft">
          It goes to this service, which stores neither the text nor the answer, and stays on this page until
          you leave it.
        </p>
        <button type="submit" class="primary" aria-disabled={stop !== undefined}>
          {stop ? 'Classifying…' : 'Classify'}
        </button>
      </form>
      <ErrorBox error={error} />
      <div aria-live="polite">{answer && <Result answer={answer} />}</div>
    </>
  )
}
