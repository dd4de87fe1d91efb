// Who sits before the synthetic camera: the document in the hand, the face, and how honestly both are shown.
import type { Specimen } from './documents/specimen'
import type { Behaviour, CameraLog } from './in-page/player'
import type { Light } from './scenes/card-scene'

export type Actor = {
  specimen: Specimen
  /** Whose face is before the camera: the one on the document, or somebody else's. */
  face: 'holder' | 'stranger'
  behaviour: Behaviour
  light?: Partial<Light>
  /** A passport is held open, with a part of the page above in view. */
  open?: boolean
}

export const honest = (specimen: Specimen): Actor => ({ specimen, face: 'holder', behaviour: { kind: 'live' } })

export const withPhotograph = (specimen: Specimen): Actor => ({ ...honest(specimen), behaviour: { kind: 'photograph' } })

export const withReplay = (specimen: Specimen, log: CameraLog): Actor => ({ ...honest(specimen), behaviour: { kind: 'replay', log } })

export const withStranger = (specimen: Specimen): Actor => ({ ...honest(specimen), face: 'stranger' })

export const withExpiredDocument = (specimen: Specimen): Actor => honest({ ...specimen, issued: '2015-03-02', expires: '2025-03-02' })

export const withWrongCheckDigit = (specimen: Specimen): Actor => honest({ ...specimen, wrongCheckDigit: 'birth' })
