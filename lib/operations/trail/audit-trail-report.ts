// The audit trail as a report to be drawn; the head of the event chain stands in it twice, for people and for programs.

import type { Report, ReportPart } from '../../documents/report/report'
import { wording } from '../../wording/wording'
import { utc } from '../kernel/moment'
import type { AuditTrail, Line, TimelineEntry } from './audit-trail'

/** Keys of the information dictionary that `verify-evidence` reads. */
const HEAD_KEY = 'EvidenceHead'
const EVENTS_KEY = 'EvidenceEvents'

export function auditTrailReport(trail: AuditTrail, at: Date): Report {
  const say = wording(trail.language, 'trail')
  return {
    language: trail.language,
    title: say('titleOf', { id: trail.requestId }),
    foot: say('foot', { id: trail.requestId, time: utc(at.toISOString()) }),
    at,
    ribbon: trail.qualified ? null : say('test'),
    declared: { [HEAD_KEY]: trail.head, [EVENTS_KEY]: trail.events },
    parts: [
      { draw: 'gap', points: 10 },
      { draw: 'text', value: say('title'), size: 24, bold: true, leading: 1.25 },
      { draw: 'text', value: trail.title, size: 11, shade: 'soft' },
      { draw: 'gap', points: 10 },
      ...pairs(trail.lines),
      { draw: 'heading', value: say('documents') },
      ...trail.documents.flatMap(({ title, lines }): ReportPart[] => [
        { draw: 'text', value: title, size: 10.5, bold: true },
        ...pairs(lines),
        { draw: 'rule' },
      ]),
      ...trail.people.flatMap((person): ReportPart[] => [
        { draw: 'heading', value: `${person.position}. ${person.name}` },
        { draw: 'text', value: person.outcome, shade: 'soft' },
        { draw: 'gap', points: 4 },
        ...pairs(person.lines),
        { draw: 'gap', points: 6 },
        ...person.timeline.map(step),
        { draw: 'rule' },
      ]),
      { draw: 'heading', value: say('request') },
      ...trail.timeline.map(step),
      { draw: 'heading', value: say('check.title'), size: 12 },
      { draw: 'text', value: say('check.text') },
      { draw: 'text', value: trail.head, size: 9, bold: true },
    ],
  }
}

const pairs = (lines: readonly Line[]): ReportPart[] => lines.map(({ label, value }) => ({ draw: 'pair', label, value }))

function step({ title, detail, at, who, tone }: TimelineEntry): ReportPart {
  return { draw: 'step', title, detail, foot: `${utc(at)}, ${who}`, shade: tone === 'plain' ? 'soft' : tone }
}
