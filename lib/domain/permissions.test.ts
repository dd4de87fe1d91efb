import { describe, expect, it } from 'vitest'
import type { Caller, HolderCaller } from './caller'
import { may, PERMISSIONS, requirePermission, ROLES, SCOPES, type Permission, type Role } from './permissions'

const organisation = { tenantId: 'ten_1', mode: 'test', plan: 'startup' } as const
const key = (...scopes: string[]): Caller => ({ kind: 'key', apiKeyId: 'key_1', scopes, ...organisation })
const member = (role: Role): Caller => ({ kind: 'member', memberId: 'mem_1', role, ...organisation })
const signer = (active: boolean): Caller => ({ kind: 'signer', signerId: 'sgn_1', sessionId: 'ses_1', active })

const holder = (level: HolderCaller['level']): Caller => ({
  kind: 'holder',
  spaceId: 'spc_1',
  sessionId: 'ses_1',
  mode: 'test',
  account: 'ten_1',
  holder: 'a',
  former: [],
  level,
  credential: null,
})

const MATRIX: [string, Caller, readonly Permission[]][] = [
  ['a key without scopes', key(), SCOPES],
  ['a live key without scopes', { ...key(), mode: 'live' } as Caller, SCOPES.filter((scope) => !scope.startsWith('verifications:'))],
  ['a live key that names them', { ...key('verifications:decide'), mode: 'live' } as Caller, ['verifications:decide']],
  ['a key with one', key('documents:read'), ['documents:read']],
  ['a key whose scope exists no more', key('everything'), []],
  ['a key that names what is not for keys', key('journey:write', 'space:read'), []],
  ['an owner', member('owner'), SCOPES],
  [
    'a sender',
    member('sender'),
    ['documents:write', 'documents:read', 'requests:write', 'requests:read', 'webhooks:read', 'sandbox:write'],
  ],
  ['an officer', member('officer'), ['documents:read', 'requests:read', 'webhooks:read', 'verifications:read', 'verifications:decide']],
  ['a viewer', member('viewer'), ['documents:read', 'requests:read', 'webhooks:read']],
  ['the signer of the active device', signer(true), ['journey:read', 'journey:write']],
  ['the signer of another device', signer(false), ['journey:read']],
  ['a holder who has proven their mailbox, and has a certificate', holder('mailbox'), []],
  ['a holder without a certificate', holder('documents'), ['space:read', 'space:write']],
  ['a holder who has proven both', holder('proven'), ['space:read', 'space:write', 'space:keys']],
  ['a link', { kind: 'link', signerId: 'sgn_1' }, []],
  ['a link to a file', { kind: 'file_link' }, []],
  ['a job', { kind: 'job' }, []],
]

it.each(MATRIX)('%s', (_, caller, granted) => {
  expect(PERMISSIONS.filter((permission) => may(caller, permission))).toEqual(granted)
})

it('the matrix has every role', () => {
  const roles = MATRIX.flatMap(([, caller]) => (caller.kind === 'member' ? [caller.role] : []))
  expect(new Set(roles)).toEqual(new Set(ROLES))
})

describe('a refusal', () => {
  it.each<[string, Caller, Permission, string]>([
    ['names the scope that a key lacks', key('documents:read'), 'requests:write', 'FORBIDDEN.scope'],
    ['tells a signer which device is active', signer(false), 'journey:write', 'OTHER_DEVICE_ACTIVE.continued'],
    ['sends a member to the owner', member('viewer'), 'requests:write', 'FORBIDDEN.caller'],
    ['asks a holder for the code first', holder('mailbox'), 'space:read', 'SESSION_ENDED.space_code'],
    ['knows no keys of a holder who has none', holder('documents'), 'space:keys', 'NOT_FOUND.no_certificate'],
    ['lets nobody work for another kind of caller', signer(true), 'requests:read', 'FORBIDDEN.caller'],
  ])('%s', (_, caller, permission, reason) => {
    expect(() => requirePermission(caller, permission)).toThrow(expect.objectContaining({ says: reason }))
  })
})
