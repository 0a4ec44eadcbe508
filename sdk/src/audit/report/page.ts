/**
 * An audit's findings as a Markdown file, as one HTML file that asks nothing of any network, and as lines for a terminal:
 * the same words in all three.
 * @module
 */
import { escapeHtml } from '../../pages/html.js'
import { STYLE } from '../../pages/style.js'

export type AuditReport = {
  title: string
  notice: string
  /** What was found, in a sentence or a few. */
  verdicts: readonly { text: string; isBad?: boolean }[]
  head: readonly string[]
  rows: readonly (readonly string[])[]
  /** How the rows are to be read. */
  notes: readonly string[]
  /** An SVG, shown in the HTML file and named in the Markdown one. */
  figure?: { file: string; svg: string; caption: string }
  facts: readonly (readonly [name: string, value: string])[]
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')

export const markdownReport = (report: AuditReport): string => {
  const { title, notice, verdicts, head, rows, notes, figure, facts } = report
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [
    `# ${title}`,
    `**${notice}**`,
    verdicts.map(({ text }) => `- ${text}`).join('\n'),
    [row(head), `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(row)].join('\n'),
    ...notes,
    ...(figure ? [`![${figure.caption}](${figure.file})`] : []),
    facts.map(([name, value]) => `- ${name}: \`${value.replaceAll('`', "'")}\``).join('\n'),
    '',
  ].join('\n\n')
}

export const htmlReport = (report: AuditReport): string => {
  const { title, notice, verdicts, head, rows, notes, figure, facts } = report
  const cells = (tag: string, items: readonly string[]): string =>
    `<tr>${items.map((text, i) => `<${tag}${i > 0 ? ' class="number"' : ''}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}figure svg { max-width: 460px; }</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p class="bad">${escapeHtml(notice)}</p>
<ul>${verdicts.map(({ text, isBad }) => `<li${isBad ? ' class="bad"' : ''}>${escapeHtml(text)}</li>`).join('')}</ul>
<div class="scroll"><table><thead>${cells('th', head)}</thead>
<tbody>${rows.map(row => cells('td', row)).join('\n')}</tbody></table></div>
${notes.map(text => `<p class="soft">${escapeHtml(text)}</p>`).join('\n')}
${figure ? `<figure><figcaption>${escapeHtml(figure.caption)}</figcaption>${figure.svg}</figure>` : ''}
<h2>Settings</h2>
<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>
</main></body>
</html>
`
}

/** Verdicts, then the rows in columns. */
export const terminalReport = ({ verdicts, head, rows }: AuditReport): string => {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  const table = lines.map(line =>
    line
      .map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
  return [...verdicts.map(({ text }) => text), '', ...table].join('\n')
}
