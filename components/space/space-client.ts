// The space's calls to the server, and the one error they throw.

import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import type {
  NewPasskeyInput,
  PasskeySignInInput,
  SpaceAct,
  SpaceDocuments,
  SpaceDocumentsInput,
  SpaceStanding,
} from '@/lib/http/schemas/space'
import type { ProblemCode } from '@/lib/domain/problem'

/** `code` is NETWORK when no answer arrived. */
export class SpaceProblem extends Error {
  override readonly name = 'SpaceProblem'
  constructor(
    readonly code: ProblemCode | 'NETWORK',
    message: string,
    readonly reference?: string,
  ) {
    super(message)
  }
}

type ErrorBody = { error?: { code?: ProblemCode; message?: string; request_id?: string } }

async function post<T>(path: string, body: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new SpaceProblem('NETWORK', '')
  }
  if (response.ok) return (await response.json()) as T
  const { error } = (await response.json().catch(() => ({}))) as ErrorBody
  throw new SpaceProblem(error?.code ?? 'INTERNAL_ERROR', error?.message ?? '', error?.request_id)
}

export const askForLink = (email: string, test: boolean) => post<object>('/api/space/link', test ? { email, test } : { email })
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
export const openSpace = (token: string) => post<object>('/api/space/open', { token, zone: zone() })
export const passkeyChallenge = () => post<PublicKeyCredentialRequestOptionsJSON>('/api/space/sign-in/options', {})
export const signInWithPasskey = (answer: PasskeySignInInput) => post<object>('/api/space/sign-in', { ...answer, zone: zone() })
export const newPasskeyOptions = () => post<PublicKeyCredentialCreationOptionsJSON>('/api/space/passkeys/options', {})
export const keepPasskey = (answer: NewPasskeyInput) => post<SpaceStanding>('/api/space/passkeys', { ...answer, zone: zone() })
export const postSpaceAct = (act: SpaceAct) => post<SpaceStanding>('/api/space/acts', act)
export const findDocuments = (filter: SpaceDocumentsInput) => post<SpaceDocuments>('/api/space/documents', filter)
export const signOut = () => post<object>('/api/space/sign-out', {})

export const documentUrl = (request: string, document: string) =>
  `/api/space/requests/${encodeURIComponent(request)}/documents/${encodeURIComponent(document)}`
export const archiveUrl = (request: string) => `/api/space/requests/${encodeURIComponent(request)}/archive`
export const certificateUrl = (certificate: string) => `/api/space/certificates/${encodeURIComponent(certificate)}`
export const EXPORT_URL = '/api/space/export'
