/**
 * How a report looks, in light and in dark.
 * @module
 */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --paper: #ffffff; --panel: #f5f6f8; --line: #d9dde2;
  --bar: #7fa7dc; --edge: #1f4f8f; --raw: #b9cdea; --good: #1c7340; --bad: #a8331f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa5b1; --paper: #14171b; --panel: #1d2126; --line: #343a42;
  --bar: #3f6aa5; --edge: #a9c8f2; --raw: #31507a; --good: #6fcf97; --bad: #f0907c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 40px 0 12px; }
p { max-width: 76ch; margin: 0 0 10px; }
.soft { color: var(--soft); font-size: 14px; margin-top: 10px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
th, td { text-align: left; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; font-size: 13px; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.accuracy { font-weight: 600; }
.note { font-size: 13px; color: var(--soft); max-width: 44ch; } td.bad { font-weight: 400; }
.scale { width: 210px; min-width: 150px; }
.bar { position: relative; height: 14px; margin-top: 5px; background: var(--panel); }
.bar i { position: absolute; left: 0; top: 0; bottom: 0; background: var(--bar); }
.bar b { position: absolute; top: 6px; height: 2px; background: var(--edge); }
.bar b::before, .bar b::after { content: ""; position: absolute; top: -4px; width: 2px; height: 10px; background: var(--edge); }
.bar b::before { left: 0; } .bar b::after { right: 0; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
.curves { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 20px; }
figure { margin: 0; padding: 12px 14px 8px; background: var(--panel); border-radius: 6px; }
figcaption { font-size: 14px; font-weight: 600; margin-bottom: 6px; }
figcaption span { display: block; font-weight: 400; color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 11px; font-family: system-ui, sans-serif; }
.grid { stroke: var(--line); stroke-width: 1; }
.raw, .mean { fill: none; stroke-linejoin: round; } .raw { stroke: var(--raw); stroke-width: 1; } .mean { stroke: var(--edge); stroke-width: 2; }
.facts { columns: 320px; column-gap: 32px; } .facts section { break-inside: avoid; margin-bottom: 20px; }
h3 { font-size: 14px; margin: 0 0 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; font-size: 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
ul { margin: 0; padding-left: 20px; } li { margin-bottom: 4px; }
@media (max-width: 720px) { main { padding: 20px 14px 40px; } .scale { display: none; } }
`
