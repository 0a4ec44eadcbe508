/**
 * A report as Markdown, readable as it is; the plots are in the HTML file beside it.
 * @module
 */
import { LOCAL_NOTICE, type Section } from './sections.js'

export const TITLE = 'Privacy report of a prompt'

const sectionText = ({ title, text, list, facts, figures }: Section): string =>
  [
    `## ${title}`,
    ...text,
    ...(list ? [list.map(line => `- ${line}`).join('\n')] : []),
    ...(facts ? [facts.map(([name, value]) => `- ${name}: \`${value}\``).join('\n')] : []),
    ...(figures?.map(({ caption }) => `Plot in privacy-report.html: ${caption}.`) ?? []),
  ].join('\n\n')

export const markdownReport = (sections: readonly Section[]): string =>
  `${[`# ${TITLE}`, `**${LOCAL_NOTICE}**`, ...sections.map(sectionText)].join('\n\n')}\n`
