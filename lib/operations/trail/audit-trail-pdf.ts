// The audit trail as a designed PDF; the head of the event chain stands in it twice, for people and for programs.

import { utc, type AuditTrail, type TimelineEntry } from './audit-trail'
import { COLORS, Report } from '../report/report-page'

/** Keys of the information dictionary that `verify-evidence` reads. */
export const HEAD_KEY = 'EvidenceHead'
export const EVENTS_KEY = 'EvidenceEvents'

export async function auditTrailPdf(trail: AuditTrail, at: Date): Promise<Uint8Array> {
  const report = await Report.begin({
    title: `Audit trail ${trail.requestId}`,
    foot: `Audit trail of ${trail.requestId}, sealed ${utc(at.toISOString())}`,
    at,
    ribbon: trail.qualified ? null : 'TEST, NOT QUALIFIED. Made with test certificates, without legal effect.',
  })
  report.declare(HEAD_KEY, trail.head)
  report.declare(EVENTS_KEY, trail.events)
  report.gap(10)
  report.text('Audit trail', { size: 24, bold: true, leading: 1.25 })
  report.text(trail.title, { size: 11, color: COLORS.soft })
  report.gap(10)
  for (const { label, value } of trail.lines) report.pair(label, value)

  report.heading('Documents')
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
    timeline(report, person.timeline)
    report.rule()
  }
  report.heading('The request')
  timeline(report, trail.timeline)
  report.heading('How to check this report', 12)
  report.text(
    'This file bears the electronic seal of the platform with a time-stamp; any PDF reader shows it. The events are listed in events.json of the evidence ' +
      'archive. Each event carries the SHA-256 of the one before it, so none can be changed, removed or added without a trace. The last one is:',
  )
  report.text(trail.head, { size: 9, bold: true })
  return report.bytes()
}

function timeline(report: Report, entries: readonly TimelineEntry[]): void {
  for (const { title, detail, at, who, sequence, tone } of entries) {
    report.step(title, detail, `${utc(at)}, ${who}, event ${sequence}`, tone === 'plain' ? COLORS.soft : COLORS[tone])
  }
}
