// The endpoints of the sandbox: what a developer needs to see every outcome on purpose. Refused for live keys.

import { completeSandboxRequest } from '../../operations/sandbox/complete-sandbox-request'
import { completeSandboxSigner } from '../../operations/sandbox/complete-sandbox-signer'
import { makeTestChip } from '../../operations/sandbox/make-test-chip'
import { moveSandboxClock } from '../../operations/sandbox/move-sandbox-clock'
import { endpoint } from '../api/endpoint'
import {
  CompleteRequestInput,
  CompleteSignerInput,
  MoveClockInput,
  MovedClockView,
  presentMovedClock,
  presentSandboxSigner,
  presentSandboxSigners,
  SandboxSignerParams,
  SandboxSignersView,
  SandboxSignerView,
} from '../schemas/sandbox'
import { presentTestChip, TestChip, TestChipInput } from '../schemas/chip'
import { RequestParams } from '../schemas/signature-request'

export const moveClock = endpoint(moveSandboxClock, {
  operationId: 'moveSandboxClock',
  method: 'POST',
  path: '/sandbox/clock',
  tag: 'Sandbox',
  summary: 'Move the test clock of a request',
  description: [
    'Moves the time of one request ahead, never back, at most ten years in all. What falls due happens at once: expiry with its webhook and mails,',
    'the end of retention, and a reminder may be sent again. Everything that people and programs see of this request follows its clock.',
    '',
    'Cryptography does not: signatures, time-stamps, certificates and OCSP keep the real time, because others verify them. The move stands in',
    'the evidence of the request as `clock_moved`.',
  ].join('\n'),
  problems: ['SANDBOX_ONLY', 'NOT_FOUND', 'SIGNATURE_REQUEST_DELETED'],
  scope: 'sandbox:write',
  body: MoveClockInput,
  view: MovedClockView,
  present: presentMovedClock,
})

const WALK_PROBLEMS = [
  'SANDBOX_ONLY',
  'NOT_FOUND',
  'SIGNATURE_REQUEST_DELETED',
  'STATE_CONFLICT',
  'OTHER_DEVICE_ACTIVE',
  'NAME_NOT_ON_DOCUMENT',
  'RESEND_TOO_SOON',
  'CREDENTIAL_LOCKED',
] as const

export const completeSigner = endpoint(completeSandboxSigner, {
  operationId: 'completeSandboxSigner',
  method: 'POST',
  path: '/sandbox/signers/{signer_id}/complete',
  tag: 'Sandbox',
  summary: 'Complete a signer without a browser',
  description: [
    'Walks a signer through the whole journey by the same steps as the pages: terms, identity check with a test document, PIN, certificate, code from',
    'the outbox, signature. Only the camera is scripted; the check decides as always and the signature is a real one of the test CA, up to PAdES B-LTA.',
    '',
    'Calling it again goes on where the signer stands, and does nothing once they are done. In a sequential request complete the signers in their order,',
    'or all of them with one call for the request.',
  ].join('\n'),
  problems: WALK_PROBLEMS,
  scope: 'sandbox:write',
  params: SandboxSignerParams,
  body: CompleteSignerInput,
  view: SandboxSignerView,
  present: presentSandboxSigner,
})

export const completeRequest = endpoint(completeSandboxRequest, {
  operationId: 'completeSandboxRequest',
  method: 'POST',
  path: '/sandbox/signature-requests/{request_id}/complete',
  tag: 'Sandbox',
  summary: 'Complete the signers of a request without a browser',
  description: [
    'Walks the signers of a request in their order, as `POST /sandbox/signers/{signer_id}/complete` walks one: up to the one that `signer_id` names, or all.',
    'The options hold for the last one who is walked; those before sign. Only `keep_credential` holds for everybody.',
    '',
    'Brings a request to any point of its life with one call. A signer who has signed already stays signed.',
  ].join('\n'),
  problems: WALK_PROBLEMS,
  scope: 'sandbox:write',
  params: RequestParams,
  body: CompleteRequestInput,
  view: SandboxSignersView,
  present: presentSandboxSigners,
})

export const makeChip = endpoint(makeTestChip, {
  operationId: 'makeSandboxChip',
  method: 'POST',
  path: '/sandbox/chips',
  tag: 'Sandbox',
  summary: 'Make a test chip',
  description:
    'The files of a chip of Utopia, as an app would read them, signed by the test CSCA of this installation. Send them to ' +
    '`POST /signature-requests/{request_id}/signers/{signer_id}/verification/chip` of a signer who has chosen a document of Utopia.',
  problems: ['SANDBOX_ONLY'],
  scope: 'sandbox:write',
  body: TestChipInput,
  view: TestChip,
  present: presentTestChip,
})
