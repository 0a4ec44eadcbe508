/**
 * A report as one HTML file that asks nothing of any network and runs no script.
 * @module
 */
import { escapeHtml } from '../../pages/html.js'
import { STYLE } from '../../pages/style.js'
import { TITLE } from './markdown.js'
import { LOCAL_NOTICE, type Section } from './sections.js'

const PLOTS =
  '.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 460px)); gap: 20px; margin-top: 12px; }'

const sectionHtml = ({ title, text, list, facts, figures }: Section): string =>
  [
    `<h2>${escapeHtml(title)}</h2>`,
    ...text.map(line => `<p>${escapeHtml(line)}</p>`),
    ...(list ? [`<ul>${list.map(line => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`] : []),
    ...(facts
      ? [
          `<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`,
        ]
      : []),
    ...(figures
      ? [
          `<div class="plots">${figures
            .map(
              ({ caption, svg }) => `<figure><figcaption>${escapeHtml(caption)}</figcaption>${svg}</figure>`,
            )
            .join('\n')}</div>`,
        ]
      : []),
  ].join('\n')

/** @returns the whole file; everything given is shown as text */
export const htmlReport = (sections: readonly Section[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${TITLE}</title>
<style>${STYLE}${PLOTS}</style>
</head>
<body><main>
<h1>${TITLE}</h1>
<p class="bad">${escapeHtml(LOCAL_NOTICE)}</p>
${sections.map(sectionHtml).join('\n')}
</main></body>
</html>
`
