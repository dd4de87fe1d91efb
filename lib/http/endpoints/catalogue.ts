// Every endpoint of the API, in the order of the reference. One that is served but missing here fails the test beside this file.

import type { Endpoint } from '../api/endpoint'
import { METHODS } from '../api/not-allowed'
import * as account from './account'
import * as directSignatures from './direct-signatures'
import * as documents from './documents'
import * as identityProof from './identity-proof'
import * as messages from './messages'
import * as sandbox from './sandbox'
import * as deletion from './signature-request-deletion'
import * as signatureRequests from './signature-requests'
import * as signers from './signers'
import * as validation from './validation'
import * as verificationDecision from './verification-decision'
import * as webhooks from './webhooks'

const MODULES = [
  documents,
  signatureRequests,
  deletion,
  signers,
  messages,
  verificationDecision,
  identityProof,
  directSignatures,
  validation,
  webhooks,
  sandbox,
  account,
]

/** Sorted so that in the reference each group begins with its collection, and with POST. */
export const ENDPOINTS: readonly Endpoint[] = MODULES.flatMap((module) =>
  Object.values(module).sort(
    (a: Endpoint, b: Endpoint) =>
      a.path.split('/').length - b.path.split('/').length || METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
  ),
)
