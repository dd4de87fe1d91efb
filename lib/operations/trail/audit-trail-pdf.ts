// The audit trail as a designed PDF; the head of the event chain stands in it twice, for people and for programs.

import { wording, type Wording } from '../../wording/wording'
import { utc, type AuditTrail, type TimelineEntry } from './audit-trail'
import { COLORS, Report } from '../report/report-page'

/** Keys of the information dictionary that `verify-evidence` reads. */
const HEAD_KEY = 'EvidenceHead'
const EVENTS_KEY = 'EvidenceEvents'

export async function auditTrailPdf(trail: AuditTrail, at: Date): Promise<Uint8Array> {
  const say = wording(trail.language, 'trail')
  const report = await Report.begin({
    language: trail.language,
    title: say('titleOf', { id: trail.requestId }),
    foot: say('foot', { id: trail.requestId, time: utc(at.toISOString()) }),
    at,
    ribbon: trail.qualified ? null : say('test'),
  })
  report.declare(HEAD_KEY, trail.head)
  report.declare(EVENTS_KEY, trail.events)
  report.gap(10)
  report.text(say('title'), { size: 24, bold: true, leading: 1.25 })
  report.text(trail.title, { size: 11, color: COLORS.soft })
  report.gap(10)
  for (const { label, value } of trail.lines) report.pair(label, value)

  report.heading(say('documents'))
  for (const { title, lines } of trail.documents) {
    report.text(title, { size: 10.5, bold: true })
    for (const { label, value } of lines) report.pair(label, value)
    report.rule()
  }
  for (const person of trail.people) {
    report.heading(`${person.position}. ${person.name}`)
    report.text(person.outcome, { color: COLORS.soft })
    report.gap(4)
    for (const { label, value } of person.lines) report.pair(label, value)
    report.gap(6)
    timeline(report, say, person.timeline)
    report.rule()
  }
  report.heading(say('request'))
  timeline(report, say, trail.timeline)
  report.heading(say('check.title'), 12)
  report.text(say('check.text'))
  report.text(trail.head, { size: 9, bold: true })
  return report.bytes()
}

function timeline(report: Report, say: Wording<'trail'>, entries: readonly TimelineEntry[]): void {
  for (const { title, detail, at, who, sequence, tone } of entries) {
    report.step(
      title,
      detail,
      `${utc(at)}, ${say('entry', { who, sequence: String(sequence) })}`,
      tone === 'plain' ? COLORS.soft : COLORS[tone],
    )
  }
}
