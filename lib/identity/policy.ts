// Every threshold of the identity check in one place: what is accepted, what is referred to a human, what is refused.
import { DOCUMENT_TYPES, LEAST_DOCUMENT_LIGHT, type DocumentType } from '../domain/capture'
import { matchScore } from './face/compare'

export type Policy = {
  readonly version: string
  readonly document: {
    // Pixels of the document's width in the frame, and its share of the frame's width or height, whichever is larger.
    readonly minWidth: number
    readonly minFill: number
    // Mean brightness 0..255 of the flattened document.
    readonly minLight: number
    readonly maxLight: number
    // Variance of the Laplacian after denoising, on the document 1000 pixels wide, as it would be in full light.
    readonly minSharpness: number
    // Share of the zone or portrait that is burnt out.
    readonly maxGlare: number
    // Log-probability of the least certain character of the machine readable zone, among those that may stand in its place: of all, and of
    // those that no check digit covers, where two stills or more read the same; and of all where only one does.
    readonly minCharacter: number
    readonly minUncheckedCharacter: number
    readonly minLoneCharacter: number
    // Change of the sides' proportion (a tilt) or of the size (moved closer) against the resting document.
    readonly minTilt: number
    readonly minApproach: number
    // Correlation of the flattened document at rest and moved: the same document, not another picture.
    readonly minContinuity: number
    // Places of the lines in which the moved document may certainly show something else than the one that was still.
    readonly maxOtherCharacters: number
    // From the first to the last frame of the film of one side.
    readonly minFilmMs: number
    // Share of moving frames that one earlier film has too.
    readonly maxAlike: number
    // How much colour differs over the document, against its brightness: a black-and-white copy has one colour, that of the light.
    readonly minChroma: number
    // Below this nothing is left of colour: not even lamp and camera tint a pale document that little.
    readonly copyChroma: number
    // Strength of a regular raster, in powers of ten over what is usual.
    readonly maxRaster: number
    // Corners of a card that may seem to be cut straight, and sides along which another edge may run.
    readonly maxStraightCorners: number
    readonly maxBordered: number
    // Width of the lines of the zone against what is prescribed, or the inverse where they are wider.
    readonly minZoneWidth: number
    readonly types: readonly DocumentType[]
    // ISO 3166-1 alpha-2 of issuing states; null accepts every state that ICAO knows.
    readonly countries: readonly string[] | null
  }
  readonly face: {
    readonly acceptDistance: number
    readonly reviewDistance: number
    // Nearer to the portrait is no face before a camera: two pictures of one person never were, the portrait itself in motion always.
    readonly alikeDistance: number
    // Nearer to a face under another name: two selfies of one person. Stricter than with a portrait, because a face is compared with thousands.
    readonly elsewhereDistance: number
    // Largest distance from the face of the first step: of a face that looks straight ahead, and of one that makes an action.
    readonly continuityDistance: number
    readonly activeDistance: number
    readonly minEyes: number
    readonly minLight: number
    readonly maxLight: number
    // Brightness of the eyes against that of the cheeks.
    readonly minEyeLight: number
    readonly minPresence: number
    readonly maxSecondFace: number
    // Neutral frontal frames that must be found for the comparison.
    readonly minNeutralFrames: number
  }
  readonly liveness: {
    // Departure from the resting face at which an action counts as done: nose position, opening and width of the mouth.
    readonly turn: number
    readonly openFactor: number
    readonly openLeast: number
    readonly smileFactor: number
    // A polite smile is enough where a smile is asked for: this part of a broad one, or so many times the face's own unrest.
    readonly politeSmile: number
    readonly smileUnrest: number
    // If no step shows more than this part of an action, nothing moved: a photograph swayed in a hand reaches up to 0.45.
    readonly minMovement: number
    // Share of the movements that must be seen on their way, between rest and done.
    readonly minWay: number
    // Correlation of the face's colour with the colours that the screen showed: over the whole film, and in each movement of it.
    readonly minReflection: number
    readonly minStepReflection: number
    // How much of the screen's light the face shows: less is noise, more is painted.
    readonly minGain: number
    readonly maxGain: number
    // What the sides of the face and what is beside it may show, in parts of that: paint lies flat.
    readonly maxSideGain: number
    readonly maxBesideGain: number
    // How far the nose stands out of the face, in distances of the eyes for a whole turn: on a sheet it stands out nowhere.
    readonly minRelief: number
    readonly minReactionMs: number
    // Part of the demanded hold that must be seen (frames are samples).
    readonly holdShare: number
    // Frames a second: a slow phone takes seven frames in the six seconds of a step.
    readonly minFrameRate: number
    // Frames of a step: with fewer nobody sees a movement go there and back.
    readonly minFrames: number
    // By how much the film of a step may be shorter than the time that the server waited for it: beyond the first a person decides.
    readonly maxLagMs: number
    readonly maxClockGapMs: number
    readonly maxRepeatedFrames: number
    // Share of moving frames that one earlier run has too: up to the first it is another film, above the second the same.
    readonly maxAlike: number
    readonly maxReplayed: number
  }
}

export const POLICY: Policy = {
  version: '1',
  document: {
    minWidth: 480,
    minFill: 0.45,
    minLight: LEAST_DOCUMENT_LIGHT,
    maxLight: 245,
    minSharpness: 12,
    maxGlare: 0.04,
    minCharacter: -0.5,
    minUncheckedCharacter: -0.5,
    minLoneCharacter: -0.1,
    minTilt: 0.08,
    minApproach: 1.12,
    minContinuity: 0.5,
    maxOtherCharacters: 3,
    minFilmMs: 1_000,
    maxAlike: 0.3,
    minChroma: 0.008,
    copyChroma: 0.004,
    maxRaster: 2.6,
    maxStraightCorners: 2,
    maxBordered: 2,
    minZoneWidth: 0.93,
    types: DOCUMENT_TYPES,
    countries: null,
  },
  face: {
    acceptDistance: 0.55,
    reviewDistance: 0.62,
    alikeDistance: 0.22,
    elsewhereDistance: 0.4,
    continuityDistance: 0.5,
    activeDistance: 0.6,
    minEyes: 45,
    minLight: 50,
    maxLight: 235,
    minEyeLight: 0.4,
    minPresence: 0.8,
    maxSecondFace: 0.1,
    minNeutralFrames: 3,
  },
  liveness: {
    turn: 0.16,
    openFactor: 1.45,
    openLeast: 0.27,
    smileFactor: 1.12,
    politeSmile: 0.45,
    smileUnrest: 3,
    minMovement: 0.6,
    minWay: 0.5,
    minReflection: 0.7,
    minStepReflection: 0.5,
    minGain: 0.03,
    maxGain: 1,
    maxSideGain: 0.7,
    maxBesideGain: 0.8,
    minRelief: 0.12,
    minReactionMs: 250,
    holdShare: 0.5,
    minFrameRate: 1.2,
    minFrames: 6,
    maxLagMs: 5_000,
    maxClockGapMs: 10_000,
    maxRepeatedFrames: 0.2,
    maxAlike: 0.3,
    maxReplayed: 0.45,
  },
}

export const acceptScore = ({ face }: Policy): number => matchScore(face.acceptDistance)

export const reviewScore = ({ face }: Policy): number => matchScore(face.reviewDistance)
