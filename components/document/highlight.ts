// Marks what was searched for inside one run of the text layer, as HTML that is safe to set.

import { folded } from './use-search'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

/** A run whose length changes when it is folded (ligatures, some scripts) is left unmarked: the marks would be shifted. */
export function highlight(run: string, query: string): string {
  const wanted = folded(query.trim())
  const plain = folded(run)
  if (wanted.length < 2 || plain.length !== run.length) return escaped(run)
  let html = ''
  let from = 0
  for (let at = plain.indexOf(wanted); at !== -1; at = plain.indexOf(wanted, from)) {
    html += `${escaped(run.slice(from, at))}<mark>${escaped(run.slice(at, at + wanted.length))}</mark>`
    from = at + wanted.length
  }
  return html + escaped(run.slice(from))
}
