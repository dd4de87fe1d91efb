// Every endpoint of the API, in the order of the reference. One that is served but missing here fails the test beside this file.

import type { Endpoint } from '../endpoint'
import * as documents from './documents'
import * as signatureRequests from './signature-requests'
import * as signers from './signers'

export const ENDPOINTS: readonly Endpoint[] = [documents, signatureRequests, signers].flatMap((module): Endpoint[] => Object.values(module))
