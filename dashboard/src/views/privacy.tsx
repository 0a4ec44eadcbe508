/**
 * The privacy report of a prompt as it was uploaded: what is claimed, for whom, what is not covered, and who vouches for what.
 * A client wrote it; the service has checked its seal, not its shape.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { Facts } from '../parts/facts.js'
import { figure } from '../parts/format.js'
import { numberAt, textAt, textsAt } from '../service/unknown.js'

type Report = Schemas['Prompt']['privacy_report']

/** Rounded up, so that what is shown is never below what is claimed. */
export const roundedUp = (value: number): string => {
  const shown = Number(value.toPrecision(4))
  return String(shown >= value ? shown : Number((value * 1.0005).toPrecision(4)))
}

export const epsilonOf = (report: Report): string | undefined => {
  const epsilon = numberAt(report, 'guarantee', 'epsilon')
  return epsilon === undefined ? undefined : roundedUp(epsilon)
}

const unitOf = (report: Report): string | undefined => {
  const unit = textAt(report, 'guarantee', 'unit')
  const records = numberAt(report, 'guarantee', 'recordsPerUnit')
  return unit === 'user' && records !== undefined ? `user with at most ${figure(records)} examples` : unit
}

const samplingRate = (report: Report): string | undefined => {
  const numerator = numberAt(report, 'mechanism', 'samplingRate', 'numerator')
  const denominator = numberAt(report, 'mechanism', 'samplingRate', 'denominator')
  return numerator && denominator ? figure(numerator / denominator) : undefined
}

const Claim = ({ report }: { report: Report }) => {
  const delta = numberAt(report, 'guarantee', 'delta')
  return (
    <p class="claim">
      ε ≤ {epsilonOf(report) ?? 'not told'} <small>at δ = {delta ?? 'not told'}</small>
    </p>
  )
}

const Mechanism = ({ report }: { report: Report }) => {
  const of = (...names: string[]): string | undefined => {
    const value = numberAt(report, 'mechanism', ...names)
    return value === undefined ? undefined : figure(value)
  }
  const [planned, taken] = [of('steps', 'planned'), of('steps', 'taken')]
  return (
    <Facts
      facts={[
        ['Protects the presence of any one', unitOf(report)],
        ['Adjacency', textAt(report, 'guarantee', 'adjacency')],
        ['Mechanism', textAt(report, 'mechanism', 'name')],
        ['Noise multiplier', of('noiseMultiplier')],
        ['Clip', of('clip')],
        ['Sampling rate', samplingRate(report)],
        ['Expected batch', of('expectedBatch')],
        planned !== undefined && ['Steps', `${planned} planned and paid for, ${taken ?? '?'} taken`],
        ['Accountant', textAt(report, 'accounting', 'accountant')],
      ]}
    />
  )
}

/** What the service has checked at the upload, as the contract says, and one comparison more. */
const Seal = ({ prompt, report }: { prompt: Schemas['Prompt']; report: Report }) => {
  const isOfThis = textAt(report, 'prompt', 'adapter_model.safetensors') === prompt.sha256
  return isOfThis ? (
    <>
      <p>
        <span class="good strong">Seal checked.</span> When the prompt came up, the service found that report
        and files belong together, that the signature fits, and that all preconditions hold; it keeps no
        other. It did not compute the claim again: that is done by{' '}
        <code>promptpost privacy verify FOLDER</code>.
      </p>
      <Facts
        facts={[
          ['Signed by key', <code class="digest">{textAt(report, 'signature', 'fingerprint')}</code>],
          ['Seals the tensor', <code class="digest">{prompt.sha256}</code>],
        ]}
      />
    </>
  ) : (
    <p>
      <span class="bad strong">The report is of another prompt.</span> The digest in it is not that of this
      prompt’s tensor. Treat the prompt as tuned without differential privacy.
    </p>
  )
}

export const PrivacySection = ({ prompt }: { prompt: Schemas['Prompt'] }) => {
  const report = prompt.privacy_report
  if (!report)
    return (
      <p>
        No report came with this prompt. Nothing bounds what it reveals of the data it was tuned on; only a
        run with <code>promptpost tune --epsilon</code> has a bound.
      </p>
    )
  const notCovered = textsAt(report, 'notCovered')
  return (
    <>
      <Claim report={report} />
      <Mechanism report={report} />
      <h3>Seal</h3>
      <Seal prompt={prompt} report={report} />
      <h3>Not covered</h3>
      {notCovered.length > 0 ? (
        <ul>
          {notCovered.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : (
        <p>The report does not say what it leaves out.</p>
      )}
    </>
  )
}
