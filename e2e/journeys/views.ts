// Views of every place of the journey, as the server would answer them, with long and non-Latin names where they hurt.

import type { Closed, Waiting } from '../../lib/domain/journey'
import { STEP_NAMES, type Step } from '../../lib/domain/steps'
import type { JourneyView } from '../../lib/http/schemas/journey'

const NOW = new Date().toISOString()
const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const digest = (seed: string) => seed.repeat(64).slice(0, 64)
type Change = Partial<JourneyView>

const text = (id: string, title: string, seed: string): JourneyView['texts'][number] => ({
  id,
  version: '1.0',
  date: '2026-11-21',
  title,
  sha256: digest(seed),
  notice: title.startsWith('Personal data'),
  summary: [
    'Example Bank gave us your name and address so that we can ask for your signature.',
    'You may see, correct and, where the law allows, erase your data.',
  ],
  body: '\n## 1. Who is responsible\n\nExample Bank decides which documents you are asked to sign.\n\n## 2. What is kept\n\n| Data | Why | Kept |\n|---|---|---|\n| Name, e-mail | to invite you | 10 years |\n\n- one thing\n- **another** thing\n',
})

const base: JourneyView = {
  version: 7,
  requestId: 'sreq_7Yx4kP9nQ3mB2wR1',
  signerId: 'sgn_4kP9nQ3mB2wR17Yx',
  mode: 'test',
  qualified: false,
  signedBy: 'key',
  language: 'en',
  now: NOW,
  expiresAt: '2026-12-03T22:59:00.000Z',
  requester: {
    name: 'Example Bank',
    color: '#2a3a8f',
    reach: { email: 'loans@bank.example', phone: '+44 20 7946 0018', hours: 'Monday to Friday, 9 to 17' },
  },
  messages: { by: 'conversation', any: true, unread: 1 },
  place: { at: 'step', step: 'terms' },
  itinerary: [],
  stepUp: null,
  activeHere: true,
  otherDevice: null,
  presence: null,
  signer: {
    name: 'Anna Kowalska',
    email: 'anna.kowalska@company.com',
    emailMasked: 'a•••@company.com',
    phoneMasked: '+48 ••• •• 3456',
    nameCorrected: false,
    country: null,
  },
  others: [{ name: 'John Smith', status: 'waiting', order: 2 }],
  documents: [
    {
      id: 'doc_9Xk3mN7pQr2vT8wL',
      title: 'Loan agreement no. 2026-0042',
      kind: 'pdf',
      pages: 12,
      file: { name: 'Loan agreement no. 2026-0042.pdf', sizeBytes: 184_320, sha256: digest('a4b1c2d3e4f5') },
      sizeBytes: 184_320,
      sha256: digest('a4b1c2d3e4f5'),
      viewed: false,
      approved: false,
      signed: false,
      field: { page: 12, x: 72, y: 560, width: 220, height: 70 },
      download: true,
    },
    {
      id: 'doc_2vT8wL9Xk3mN7pQr',
      title: 'Payment plan',
      kind: 'pdf',
      pages: 2,
      file: { name: 'Payment plan.pdf', sizeBytes: 20_480, sha256: digest('90fe77310c2a') },
      sizeBytes: 20_480,
      sha256: digest('90fe77310c2a'),
      viewed: false,
      approved: false,
      signed: false,
      field: { page: 2, x: 72, y: 560, width: 220, height: 70 },
      download: true,
    },
  ],
  texts: [],
  lost: null,
  savedIdentities: [],
  otherCertificates: [],
  verification: null,
  failure: null,
  reading: null,
  names: null,
  certificateRequest: null,
  credentials: [],
  activation: null,
  signedAt: null,
  redirectUrl: null,
  reference: 'sreq_7Yx4kP9nQ3mB2wR1',
}

const file = (kind: 'docx' | 'xml'): JourneyView['documents'][number] => ({
  id: `doc_${kind}`,
  title: 'Umowa kredytu',
  kind,
  pages: 0,
  sizeBytes: 20_480,
  sha256: digest('90fe77310c2a'),
  viewed: false,
  approved: false,
  signed: false,
  field: null,
  download: true,
  file: { name: `Umowa kredytu.${kind}`, sizeBytes: 20_480, sha256: digest('90fe77310c2a') },
})
const itinerary = (step: Step) => STEP_NAMES.map((each) => ({ step: each, done: STEP_NAMES.indexOf(each) < STEP_NAMES.indexOf(step) }))
const at = (step: Step, change: Change = {}): JourneyView => ({
  ...base,
  place: { at: 'step', step },
  itinerary: itinerary(step),
  ...change,
})
const waiting = (awaited: Waiting, step: Step, change: Change = {}): JourneyView => ({
  ...base,
  place: { at: 'waiting', for: awaited, ...(awaited === 'turn' ? { signer: 'John Smith' } : {}) },
  itinerary: itinerary(step),
  ...change,
})
const closed = (because: Closed, change: Change = {}): JourneyView => ({
  ...base,
  place: { at: 'closed', because },
  itinerary: itinerary('sign'),
  ...change,
})

const verification: NonNullable<JourneyView['verification']> = {
  id: 'ver_1',
  attempt: 1,
  country: 'PL',
  documentType: 'national_id',
  side: 'front',
  movement: 'tilt_left',
  nonce: 'n1',
  shotProblem: null,
  shotsLeft: 3,
  othersBefore: null,
  accommodation: null,
  comparable: true,
  read: null,
  checks: [],
}
const credential = {
  id: 'crd_1',
  commonName: 'Anna Maria Kowalska',
  issuer: 'QSignHub Test Issuing CA',
  notAfter: '2031-11-21T12:00:00.000Z',
}
const savedIdentity: JourneyView['savedIdentities'][number] = {
  id: 'crd_1',
  commonName: 'Anna Maria Kowalska',
  document: { type: 'national_id', country: 'PL' },
  checkedAt: '2026-03-02T12:00:00.000Z',
  until: '2031-03-02T12:00:00.000Z',
  asks: 'nothing',
}
const otherCertificates: JourneyView['otherCertificates'] = [
  { id: 'crd_2', commonName: 'Anna Maria Kowalska', until: '2029-05-11T12:00:00.000Z', phoneMasked: '+48 ••• •• 3456', proven: true },
  { id: 'crd_3', commonName: 'Anna Kowalska', until: '2028-01-30T12:00:00.000Z', phoneMasked: '+48 ••• •• 0999', proven: false },
]
const stepUp: NonNullable<JourneyView['stepUp']> = {
  checkedAt: '2026-03-02T12:00:00.000Z',
  afterDays: 180,
  state: 'possible',
  triesLeft: 3,
  failure: null,
}
const activation: NonNullable<JourneyView['activation']> = {
  id: 'act_1',
  credential: 'crd_1',
  phoneMasked: '+48 ••• •• 3456',
  codeSentAt: NOW,
  resendAt: later(24),
  expiresAt: later(590),
  triesLeft: 5,
  sendsLeft: 2,
}
const reading: NonNullable<JourneyView['reading']> = {
  matchScore: 0.94,
  documentImage: true,
  fields: [
    { field: 'surname', value: 'KOWALSKA', expected: 'Kowalska', verdict: 'same', explanation: null },
    {
      field: 'given_names',
      value: 'ANNA MARIA',
      expected: 'Anna',
      verdict: 'fine',
      explanation: 'We were given Anna Kowalska. That is fine: your second name is only missing there.',
    },
    { field: 'date_of_birth', value: '1985-04-22', expected: null, verdict: 'not_compared', explanation: null },
    { field: 'document_type', value: 'national_id', expected: null, verdict: 'not_compared', explanation: null },
    { field: 'document_country', value: 'PL', expected: null, verdict: 'not_compared', explanation: null },
    { field: 'document_expiry', value: '2030-11-15', expected: null, verdict: 'not_compared', explanation: null },
  ],
}
const signedDocuments = base.documents.map((document) => ({ ...document, viewed: true, approved: true, signed: true }))
const longNames: Change = {
  requester: { name: 'Landesbausparkasse Niedersachsen-Westfalen Aktiengesellschaft', color: '#ffcc00', reach: null },
  signer: { ...base.signer, name: 'Παναγιώτης Παπαδόπουλος-Κωνσταντινίδης Οικονόμου του Γεωργίου', phoneMasked: null },
}

/** Every place and unhappy state by name. */
export const VIEWS: Record<string, JourneyView> = {
  terms: at('terms', {
    texts: [text('privacy-policy', 'Personal data protection policy', 'a'), text('terms-of-use', 'Terms and conditions of use', 'b')],
  }),
  details: at('details'),
  'details with long names': at('details', longNames),
  'details without the certificate of before': at('details', { lost: { because: 'expired', at: '2026-10-30T12:00:00.000Z' } }),
  'saved identity': at('saved_identity', { savedIdentities: [savedIdentity] }),
  'saved identity that asks for a selfie': at('saved_identity', { savedIdentities: [{ ...savedIdentity, asks: 'selfie' }] }),
  'saved identity that asks for a new check': at('saved_identity', { savedIdentities: [{ ...savedIdentity, asks: 'not_kept' }] }),
  'step up': at('step_up', { stepUp }),
  'step up, selfie': at('step_up', {
    stepUp: { ...stepUp, state: 'making' },
    verification: { ...verification, side: null, movement: null, nonce: null, checks: [] },
  }),
  'step up that failed': at('step_up', {
    stepUp: { ...stepUp, triesLeft: 2, failure: { code: 'FACE_MISMATCH', message: 'Not alike.', advice: 'Try again.' } },
  }),
  'step up without tries': at('step_up', {
    stepUp: {
      ...stepUp,
      state: 'no_tries_left',
      triesLeft: 0,
      failure: { code: 'FACE_MISMATCH', message: 'Not alike.', advice: 'Try again.' },
    },
  }),
  'saved identity beside one with another phone': at('saved_identity', {
    savedIdentities: [savedIdentity],
    otherCertificates: otherCertificates.slice(1),
  }),
  'several saved identities': at('saved_identity', {
    savedIdentities: [
      savedIdentity,
      { ...savedIdentity, id: 'crd_2', document: { type: 'residence_permit', country: 'DE' }, checkedAt: '2023-02-01T12:00:00.000Z' },
      { ...savedIdentity, id: 'crd_3', commonName: 'Παναγιώτης Παπαδόπουλος-Κωνσταντινίδης', document: null },
    ],
  }),
  'issuance terms': at('issuance_terms', {
    texts: [
      text('certificate-privacy', 'Personal data protection policy for certificate issuance', 'c'),
      text('personal-space-terms', 'Terms and conditions of use for the Personal Space', 'd'),
      text('biometric-consent', 'Consent to the comparison of your face', 'e'),
    ],
  }),
  identity: at('identity'),
  'identity failed': at('identity', {
    failure: {
      code: 'DOCUMENT_GLARE',
      message: 'A reflection covered part of the document.',
      advice: 'Tilt it a little or turn away from the lamp until the bright spot is gone.',
      attemptsLeft: 2,
      country: 'PL',
      documentType: 'national_id',
    },
  }),
  'document front': at('document', { verification }),
  'document front refused': at('document', {
    verification: {
      ...verification,
      shotsLeft: 2,
      shotProblem: {
        code: 'DOCUMENT_BLURRED',
        message: 'The picture was blurred.',
        advice: 'Hold still for a moment and let the camera focus.',
      },
    },
  }),
  'document back': at('document', { verification: { ...verification, side: 'back' } }),
  passport: at('document', { verification: { ...verification, documentType: 'passport' } }),
  selfie: at('selfie', { verification: { ...verification, side: null, movement: null, nonce: null } }),
  checking: waiting('checking', 'extracted_data', {
    verification: {
      ...verification,
      side: null,
      movement: null,
      nonce: null,
      checks: [
        { check: 'document', state: 'passed' },
        { check: 'liveness', state: 'passed' },
        { check: 'face', state: 'running' },
        { check: 'name', state: 'waiting' },
      ],
    },
  }),
  'checking behind others': waiting('checking', 'extracted_data', {
    verification: { ...verification, side: null, movement: null, nonce: null, othersBefore: 3 },
  }),
  'selfie without movements': at('selfie', {
    verification: { ...verification, side: null, movement: null, nonce: null, accommodation: 'no_movement' },
  }),
  'a person decides': waiting('decision', 'extracted_data', {}),
  'no tries left': waiting('help', 'identity', {
    failure: {
      code: 'DOCUMENT_GLARE',
      message: 'A reflection covered part of the document.',
      advice: 'Tilt it a little or turn away from the lamp until the bright spot is gone.',
      attemptsLeft: 0,
      country: 'PL',
      documentType: 'national_id',
    },
  }),
  'extracted data': at('extracted_data', { reading }),
  'extracted data differs': at('extracted_data', {
    reading: {
      ...reading,
      documentImage: false,
      fields: reading.fields.map((field) =>
        field.field === 'surname'
          ? {
              ...field,
              value: 'NOWAK',
              expected: 'Kowalska',
              verdict: 'differs',
              explanation: 'We were given Kowalska; your document says Nowak.',
            }
          : field,
      ),
    },
  }),
  names: at('names', {
    names: {
      givenNames: ['ANNA', 'MARIA'],
      surname: 'KOZLOWSKA',
      ownSpelling: { givenNames: ['Anna', 'Maria'], surname: 'Kozłowska' },
      choice: true,
      phone: '+48 500 123 456',
    },
  }),
  'names without phone': at('names', {
    names: { givenNames: ['محمد'], surname: 'عبد الرحمن', ownSpelling: null, choice: false, phone: null },
  }),
  pin: at('pin'),
  certificate: at('certificate', {
    certificateRequest: {
      commonName: 'Anna Maria Kozłowska',
      givenNames: 'Anna Maria',
      surname: 'Kozłowska',
      country: 'PL',
      issuer: 'QSignHub Test Issuing CA',
      validYears: 5,
    },
    texts: [text('certificate-request', 'Request for a certificate', 'f')],
  }),
  review: at('review', { texts: [text('document-approval', 'Acceptance of the documents', '1')] }),
  'review of a Word file': at('review', {
    documents: [file('docx')],
    texts: [text('document-approval', 'Acceptance of the documents', '1')],
  }),
  'review of an XML file': at('review', {
    documents: [file('xml')],
    texts: [text('document-approval', 'Acceptance of the documents', '1')],
  }),
  sign: at('sign', { credentials: [credential] }),
  'sign with one of several certificates': at('sign', { credentials: [credential], otherCertificates }),
  'sign with code': at('sign', { credentials: [credential], activation }),
  'sign without codes left': at('sign', {
    credentials: [credential],
    activation: { ...activation, resendAt: later(-10), sendsLeft: 0, triesLeft: 2 },
  }),
  sealing: waiting('seal', 'sign', {
    documents: base.documents.map((document, index) => ({ ...document, viewed: true, approved: true, signed: index === 0 })),
  }),
  done: closed('signed', { signedAt: NOW, documents: signedDocuments }),
  'done with return': closed('signed', {
    signedAt: NOW,
    documents: signedDocuments,
    others: [],
    redirectUrl: 'https://examplebank.com/signed?status=signed&request_id=sreq_7Yx4kP9nQ3mB2wR1&signer_id=sgn_1',
  }),
  'waiting for a turn': waiting('turn', 'terms', { others: [{ name: 'John Smith', status: 'pending_verification', order: 1 }] }),
  refused: closed('refused'),
  'refused by other': closed('refused_by_other'),
  expired: closed('expired'),
  cancelled: closed('cancelled'),
  'phone connected': at('document', {
    activeHere: false,
    otherDevice: { connected: true, kind: 'phone', since: NOW },
    verification: { ...verification, side: 'back' },
  }),
  'phone has the presence': at('names', {
    activeHere: false,
    otherDevice: { connected: true, kind: 'phone', since: NOW },
    presence: { here: false, offer: null, number: null },
  }),
  'phone is to let this screen go on': at('names', {
    activeHere: false,
    otherDevice: { connected: true, kind: 'phone', since: NOW },
    presence: { here: false, offer: null, number: '42' },
  }),
  'lets another screen go on': at('pin', {
    otherDevice: { connected: true, kind: 'desk', since: NOW },
    presence: { here: true, offer: null, number: null },
  }),
  'the phone has done its part': at('extracted_data', {
    reading,
    otherDevice: { connected: true, kind: 'desk', since: NOW },
    presence: { here: true, offer: null, number: null },
  }),
  'a selfie once more': at('selfie', { presence: { here: false, offer: null, number: null } }),
}
