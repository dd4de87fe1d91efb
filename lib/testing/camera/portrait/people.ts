// Which face belongs to which document: people of different names have different faces, as an organisation expects.
import type { Specimen } from '../documents/specimen'
import { strangerPortrait, type Portrait } from './portrait'

/** How far each holder is from the person of the photograph (portrait.ts), by the number of their document; others are that person. */
const FACES: Readonly<Record<string, number>> = { DAK730251: -1, AE0384721: 0.7 }

export const faceOf = ({ number }: Pick<Specimen, 'number'>): number => FACES[number] ?? 0

export const holderOf = (specimen: Specimen): Promise<Portrait> => strangerPortrait(faceOf(specimen))

/**
 * As the document shows them: taken years before, at a distance of about 0.35. The same photograph would stand at 0.25, so near to the limit
 * under which a face is left to a person that some runs would fall below it.
 */
export const printedOf = (specimen: Specimen): Promise<Portrait> =>
  strangerPortrait(faceOf(specimen) === 0 ? -0.25 : 0.4 * faceOf(specimen))

/** Somebody else, whoever the holder is. */
export const strangerTo = (specimen: Specimen): Promise<Portrait> => strangerPortrait(faceOf(specimen) > 0 ? -1 : 1)
