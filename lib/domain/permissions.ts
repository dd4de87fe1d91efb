// What each kind of caller may do: the one table. Whose things they are is another question, which each query answers with its filter.

import type { Caller, HolderCaller } from './caller'
import { Problem } from './problem'

/** Everything that callers of an organisation may do. An API key lists the scopes that it was given. */
export const SCOPES = [
  'documents:write',
  'documents:read',
  'requests:write',
  'requests:read',
  'webhooks:write',
  'webhooks:read',
  'sandbox:write',
  'verifications:read',
  'verifications:write',
  'verifications:decide',
] as const
export type Scope = (typeof SCOPES)[number]

/**
 * In live mode a key has these only if it names them: whoever sends the documents wants the signature, and is not by that alone the one
 * who says that it is the right person's.
 */
const ONLY_BY_NAME: ReadonlySet<Scope> = new Set<Scope>(['verifications:read', 'verifications:write', 'verifications:decide'])

/** `journey`: the signer's pages; `space`: the pages in which a person finds what they have signed. */
export const PERMISSIONS = [...SCOPES, 'journey:read', 'journey:write', 'space:read', 'space:write', 'space:keys'] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Owners also manage people and keys; officers decide about identities. */
export const ROLES = ['owner', 'sender', 'officer', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const READING = ['documents:read', 'requests:read', 'webhooks:read'] as const satisfies readonly Scope[]
const OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  owner: SCOPES,
  sender: [...READING, 'documents:write', 'requests:write', 'sandbox:write'],
  officer: [...READING, 'verifications:read', 'verifications:decide'],
  viewer: READING,
}

/** `space:keys`: what belongs to certificates, and needs the phone besides the mailbox. */
const OF_LEVEL: Readonly<Record<HolderCaller['level'], readonly Permission[]>> = {
  mailbox: [],
  documents: ['space:read', 'space:write'],
  proven: ['space:read', 'space:write', 'space:keys'],
}

export function may(caller: Caller, permission: Permission): boolean {
  return granted(caller).includes(permission)
}

/** Throws the refusal that fits the kind of caller. */
export function requirePermission(caller: Caller, permission: Permission): void {
  if (may(caller, permission)) return
  if (caller.kind === 'key') throw new Problem('FORBIDDEN.scope', { scope: permission })
  if (caller.kind === 'signer' && permission === 'journey:write') throw new Problem('OTHER_DEVICE_ACTIVE.continued')
  if (caller.kind === 'holder') throw new Problem(caller.level === 'mailbox' ? 'SESSION_ENDED.space_code' : 'NOT_FOUND.no_certificate')
  throw new Problem('FORBIDDEN.caller')
}

function granted(caller: Caller): readonly Permission[] {
  switch (caller.kind) {
    case 'key':
      if (caller.scopes.length > 0) return SCOPES.filter((scope) => caller.scopes.includes(scope))
      return caller.mode === 'test' ? SCOPES : SCOPES.filter((scope) => !ONLY_BY_NAME.has(scope))
    case 'member':
      return OF_ROLE[caller.role]
    case 'signer':
      return caller.active ? ['journey:read', 'journey:write'] : ['journey:read']
    case 'holder':
      return OF_LEVEL[caller.level]
    // A link opens a session or a file and nothing else. A job finishes what another caller was allowed to begin.
    case 'link':
    case 'file_link':
    case 'job':
      return []
  }
}
