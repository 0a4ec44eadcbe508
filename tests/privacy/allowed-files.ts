/**
 * The list of files that a client run may write, by name, on the client's machine and on the provider's. Any other is a
 * finding: a store that a library keeps for itself would be one.
 * @module
 */

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** Written whole under a name of its own first, and then renamed. */
const DRAFT = `(\\.${UUID}\\.tmp)?`
const PROMPT =
  '(adapter_config\\.json|adapter_model\\.safetensors|privacy-report\\.(json|md|html)|task\\.json)'
const STUDENT =
  '(config\\.json|model\\.safetensors|promptpost\\.json|tokenizer\\.json|tokenizer_config\\.json)'

/** The ledger: its key, its journal, the key that signs reports, keyed digests of records, locks. It stays, and knows no text. */
const LEDGER = [
  '(key|signing-key|head\\.json|journal\\.jsonl)(\\.[0-9a-f-]{36}\\.tmp)?',
  'locks/([0-9a-f]{12}-\\d+-\\w*\\.[0-9a-f-]{36}\\.ticket|ledger\\.lock)',
  'records/[0-9a-f]{64}(\\.[0-9a-f-]{36}\\.tmp)?',
].map(name => new RegExp(`^client/~/\\.promptpost/ledger/${name}$`))

/** A prompt as other tools read it. */
const EXPORTS = {
  peft: `(README\\.md|${PROMPT})`,
  vllm: '(chat-request\\.json|prompt_embeds\\.(b64|pt)|privacy-report\\.json|task\\.json)',
}

/** What an audit finds. */
const AUDIT = '(PRIVATE\\.txt|audit\\.json|report\\.(md|html)|result\\.json|roc\\.svg|shadows/\\d+\\.json)'

/** @param outs names of the prompts' folders; @param audits of the audits' */
export const clientFiles = (outs: readonly string[], audits: readonly string[] = []): RegExp[] => {
  const out = `(${outs.join('|')})`
  return [
    ...audits.map(audit => `${audit}/${AUDIT}${DRAFT}`),
    `(${out}|\\.${out}\\.[0-9a-f]{12}-\\d+-\\w*\\.made)/${PROMPT}${DRAFT}`,
    `\\.${out}\\.checkpoint/checkpoint\\.safetensors${DRAFT}`,
    `${out}-body\\.json`,
    ...Object.entries(EXPORTS).map(([to, files]) => `(${to}|\\.${to}\\.${UUID})/${files}${DRAFT}`),
    `student/(${STUDENT}|\\.${STUDENT}\\.[0-9a-f]{16}\\.([0-9a-f]{12}-\\d+-\\w*\\.[0-9a-f-]{36}\\.)?part)`,
  ]
    .map(name => new RegExp(`^client/~/work/${name}$`))
    .concat(LEDGER)
}

export const providerFiles: RegExp[] = [/^provider\/data\/(objects|drafts|locks|work)\//]
