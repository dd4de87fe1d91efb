// The endpoints of a request's signers (specs 003, section 06).

import { getVerification as readVerification } from '../../operations/verification/get-verification'
import { endpoint } from '../endpoint'
import { SignerParams } from '../schemas/signature-request'
import { presentVerification, Verification } from '../schemas/verification'

export const getVerification = endpoint(readVerification, {
  operationId: 'getVerification', method: 'GET', path: '/signature-requests/{request_id}/signers/{signer_id}/verification', tag: 'Signers',
  summary: 'Get the identity verification of a signer', problems: ['NOT_FOUND'],
  scope: 'requests:read', params: SignerParams, view: Verification, present: presentVerification,
})
