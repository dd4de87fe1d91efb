// The audit trail as one HTML file that needs nothing else: for reading, searching and printing in any browser.

import { wording } from '../../wording/wording'
import { utc } from '../kernel/moment'
import type { AuditPerson, AuditTrail, Line, TimelineEntry } from './audit-trail'

const STYLE = `body{margin:0;background:#faf9f6;color:#1b1d22;font:15px/1.55 Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:860px;margin:0 auto;padding:40px 20px 64px}h1{font-size:28px;letter-spacing:-.02em;margin:0 0 4px}h2{font-size:19px;margin:36px 0 10px}
section{background:#fff;border:1px solid #e5e2db;border-radius:14px;padding:18px 22px;margin:0 0 14px}.test{background:#fdf3dd;color:#8a5a00;font-weight:600;padding:10px 20px}
dl{display:grid;grid-template-columns:minmax(9em,15em) 1fr;gap:6px 18px;margin:0}dt{color:#5a606b}dd{margin:0;overflow-wrap:anywhere}
ol{list-style:none;margin:14px 0 0;padding:0;border-left:2px solid #e5e2db}li{padding:0 0 12px 18px}li b{font-weight:600}li.good b{color:#1f7a4d}li.warn b{color:#8a5a00}li.bad b{color:#a3302b}
small,.soft{color:#5a606b;font-size:13px}footer{margin-top:36px;color:#5a606b;font-size:13px;overflow-wrap:anywhere}
@media(max-width:560px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}@media print{body{background:#fff}section{break-inside:avoid}}`

export function auditTrailHtml(trail: AuditTrail): string {
  const say = wording(trail.language, 'trail')
  return `<!doctype html>
<html lang="${trail.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${esc(say('titleOf', { id: trail.requestId }))}</title><style>${STYLE}</style></head>
<body>${trail.qualified ? '' : `<div class="test" role="note">${esc(say('test'))}</div>`}
<main><h1>${esc(say('title'))}</h1><p class="soft">${esc(trail.title)}</p>
<section>${list(trail.lines)}</section>
<h2>${esc(say('documents'))}</h2>
${trail.documents.map((document) => `<section><h3>${esc(document.title)}</h3>${list(document.lines)}</section>`).join('\n')}
<h2>${esc(say('people'))}</h2>
${trail.people.map(person).join('\n')}
<h2>${esc(say('request'))}</h2>
<section>${timeline(trail.timeline)}</section>
<footer><p>${esc(say('chain', { events: trail.events }))} <code>${esc(trail.head)}</code>. ${esc(say('times'))}</p>
<p>${esc(say('forms'))}</p></footer>
</main></body></html>
`
}

function person({ name, position, outcome, lines, timeline: entries }: AuditPerson): string {
  return `<section><h3>${position}. ${esc(name)}</h3><p class="soft">${esc(outcome)}</p>${list(lines)}${timeline(entries)}</section>`
}

function list(lines: readonly Line[]): string {
  return `<dl>${lines.map(({ label, value }) => `<dt>${esc(label)}</dt><dd>${esc(value)}</dd>`).join('')}</dl>`
}

function timeline(entries: readonly TimelineEntry[]): string {
  const items = entries.map(
    ({ at, title, detail, tone, who }) =>
      `<li class="${tone}"><b>${esc(title)}</b>${detail === null ? '' : ` ${esc(detail)}`}<br>` +
      `<small><time datetime="${esc(at)}">${esc(utc(at))}</time>, ${esc(who)}</small></li>`,
  )
  return `<ol>${items.join('')}</ol>`
}

function esc(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
