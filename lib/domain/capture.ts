// What the camera captures for a check of identity: the documents with their sides, and the movements that are asked for.

export const DOCUMENT_TYPES = ['passport', 'national_id', 'residence_permit', 'drivers_license'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/**
 * States whose driving licences print the numbered fields of the Union's model (Directive 2006/126/EC, annex I) in Latin letters, and Utopia,
 * the state of specimens. Other licences cannot be read.
 */
const LICENCE_COUNTRIES: ReadonlySet<string> = new Set(
  'AT BE CZ DE DK EE ES FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK UT'.split(' '),
)

/** Whether documents of this kind are taken of the country, ISO 3166-1 alpha-2. */
export const isTakenOf = (country: string, type: DocumentType): boolean => type !== 'drivers_license' || LICENCE_COUNTRIES.has(country)

/** The page of a passport and the front of a licence have everything. */
export const DOCUMENT_SIDES = ['front', 'back'] as const
export type DocumentSide = (typeof DOCUMENT_SIDES)[number]

export const documentSides = (type: DocumentType): readonly DocumentSide[] =>
  type === 'passport' || type === 'drivers_license' ? ['front'] : DOCUMENT_SIDES

/** The pictures that are kept of a document: its sides laid flat, and the portrait of its chip. */
export const DOCUMENT_PICTURES = [...DOCUMENT_SIDES, 'chip'] as const
export type DocumentPicture = (typeof DOCUMENT_PICTURES)[number]

/** What the frames of a check show. */
export const CAPTURE_STAGES = [...DOCUMENT_SIDES, 'selfie'] as const
export type CaptureStage = (typeof CAPTURE_STAGES)[number]

/**
 * What the server takes of a camera, and the page keeps to. A step is one side of the document, or one movement of the face; it holds
 * 24 MB at most. A camera's usual 1920 x 1080 is within the pixels.
 */
export const FRAME_LIMITS = {
  bytes: 400_000,
  pixels: 2 * 1024 * 1024,
  shortestSide: 200,
  longestSide: 4096,
  perUpload: 24,
  perStep: 60,
} as const

/** Mean brightness, 0 to 255, below which a picture of a document is called dark: where it is taken and where it is judged. */
export const LEAST_DOCUMENT_LIGHT = 64

/** Contrast falls with the light: sharpness, a variance of shades, as it would be in a picture of usual brightness. Never less than measured. */
export const sharpnessInFullLight = (sharpness: number, light: number): number => sharpness * (190 / Math.min(190, Math.max(light, 1))) ** 2

/**
 * How the signer must tilt the document. Named by the edge that goes away from the camera, so that it becomes the shorter one in the
 * picture: left is where the lines of text begin, forward is the top, back the bottom. Moving closer is not asked for: nobody could tell it
 * from a zoom.
 */
export const MOVEMENTS = ['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back'] as const
export type Movement = (typeof MOVEMENTS)[number]

/** Left and right are the person's own, whatever a mirrored preview shows. */
export const SELFIE_ACTIONS = ['turn_left', 'turn_right', 'open_mouth', 'smile'] as const
export type SelfieAction = (typeof SELFIE_ACTIONS)[number]

/** Every run begins with `neutral`, looking straight ahead: it gives the resting face and the pictures that are compared. */
export const SELFIE_CHALLENGES = ['neutral', ...SELFIE_ACTIONS] as const
export type SelfieChallenge = (typeof SELFIE_CHALLENGES)[number]

/** What a signer may ask for before the selfie: a still picture in place of movements, or that no machine compares their face. */
export const ACCOMMODATIONS = ['no_movement', 'no_comparison'] as const
export type Accommodation = (typeof ACCOMMODATIONS)[number]

/**
 * The colours in which the screen shines on the face during the selfie: bright, so that a face reflects them; far from each other in colour
 * and near in brightness; and none a saturated red. They change twice a second, where WCAG 2.3.1 allows three flashes.
 */
export const SCREEN_LIGHTS = {
  sky: [90, 190, 255],
  lemon: [255, 235, 70],
  mint: [90, 255, 150],
  lilac: [235, 140, 255],
  peach: [255, 190, 140],
  aqua: [90, 255, 255],
} as const
export type ScreenLight = keyof typeof SCREEN_LIGHTS
export const SCREEN_LIGHT_MS = 500

/** The documents of the sandbox, shown in place of a camera. */
export const TEST_DOCUMENTS = ['AZE123456', 'FAIL000001', 'REVOKED001', 'LOWSCORE01', 'REFERRED01', 'LICENCE01'] as const
export type TestDocumentNumber = (typeof TEST_DOCUMENTS)[number]
