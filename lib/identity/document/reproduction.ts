// Signs that not the document itself is before the camera but a picture of it, on a screen or on paper. Each is a reason for a person to look,
// and none refuses: cards lie on books, and are kept in sleeves.
import { atMost, atLeast, orRefer, type Finding } from '../finding'
import type { Policy } from '../policy'
import type { DocumentReading } from './analyse'

// Three lines of thirty characters on a card 85.6 mm wide, two of 36 on one of 105 mm: ten characters an inch (ICAO Doc 9303-5 and 9303-6).
const ZONE_WIDTH = { TD1: (30 * 2.54) / 85.6, TD2: (36 * 2.54) / 105, TD3: (44 * 2.54) / 125 } as const

type Shown = Pick<DocumentReading, 'side' | 'documentType' | 'shot' | 'zone'>

export function judgeReproduction({ side, shot, zone, documentType }: Shown, { document }: Policy): Finding[] {
  if (!shot) return []
  const { raster, rim, zoneAcross } = shot
  const ofRaster = atMost({ check: 'document_raster', score: raster, threshold: document.maxRaster, model: 'spectrum/1', detail: { side } })
  const findings = [orRefer(ofRaster, 'DOCUMENT_RASTER')]
  if (rim) {
    const { corners, straight, bordered } = rim
    const model = 'card-rim/1'
    const ofCorners = { check: 'document_corners', score: straight, threshold: document.maxStraightCorners, model } as const
    findings.push(orRefer(atMost({ ...ofCorners, detail: { side, seen: corners } }), 'DOCUMENT_CORNERS'))
    const ofBorder = { check: 'document_border', score: bordered, threshold: document.maxBordered, model, detail: { side } } as const
    findings.push(orRefer(atMost(ofBorder), 'DOCUMENT_BORDER'))
  }
  const format = zone?.mrz.format ?? null
  if (format !== null && zoneAcross !== null && documentType !== 'passport') {
    const part = zoneAcross / ZONE_WIDTH[format]
    // 1 where the lines are as wide as they ought to be, less where they are narrower or wider.
    const ofZone = { check: 'document_zone_width', score: Math.min(part, 1 / part), threshold: document.minZoneWidth } as const
    findings.push(orRefer(atLeast({ ...ofZone, model: 'icao-9303/1', detail: { side } }), 'DOCUMENT_PROPORTIONS'))
  }
  return findings
}
