// The endpoints of the sandbox: what a developer needs to see every outcome on purpose. Refused for live keys.

import { completeSandboxSigner } from '../../operations/sandbox/complete-sandbox-signer'
import { moveSandboxClock } from '../../operations/sandbox/move-sandbox-clock'
import { endpoint } from '../endpoint'
import {
  CompleteSignerInput, MoveClockInput, MovedClockView, presentMovedClock, presentSandboxSigner, SandboxSignerParams, SandboxSignerView,
} from '../schemas/sandbox'

export const moveClock = endpoint(moveSandboxClock, {
  operationId: 'moveSandboxClock', method: 'POST', path: '/sandbox/clock', tag: 'Sandbox', summary: 'Move the test clock of a request',
  description: [
    'Moves the time of one request ahead, never back, at most ten years in all. What falls due happens at once: expiry with its webhook and mails,',
    'the end of retention, and a reminder may be sent again. Everything that people and programs see of this request follows its clock.',
    '',
    'Cryptography does not: signatures, time-stamps, certificates and OCSP keep the real time, because others verify them. The move stands in',
    'the evidence of the request as `clock_moved`.',
  ].join('\n'),
  problems: ['SANDBOX_ONLY', 'NOT_FOUND', 'SIGNATURE_REQUEST_DELETED'], scope: 'sandbox:write', body: MoveClockInput, view: MovedClockView, present: presentMovedClock,
})

export const completeSigner = endpoint(completeSandboxSigner, {
  operationId: 'completeSandboxSigner', method: 'POST', path: '/sandbox/signers/{signer_id}/complete', tag: 'Sandbox',
  summary: 'Complete a signer without a browser',
  description: [
    'Walks a signer through the whole journey by the same steps as the pages: terms, identity check with a test document, PIN, certificate, code from',
    'the outbox, signature. Only the camera is scripted; the check decides as always and the signature is a real one of the test CA, up to PAdES B-LTA.',
    '',
    'Calling it again goes on where the signer stands, and does nothing once they are done. In a sequential request complete the signers in their order.',
  ].join('\n'),
  problems: ['SANDBOX_ONLY', 'NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'STATE_CONFLICT', 'OTHER_DEVICE_ACTIVE', 'NAME_NOT_ON_DOCUMENT'],
  scope: 'sandbox:write', params: SandboxSignerParams, body: CompleteSignerInput, view: SandboxSignerView, present: presentSandboxSigner,
})
