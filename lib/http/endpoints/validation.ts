// The endpoint of validation.

import { validateDocument } from '../../operations/validation/validate-document'
import { endpoint } from '../api/endpoint'
import { asFile, LARGEST_SIGNED_FILE } from '../input/uploaded-file'
import { presentValidation, ValidateInput, Validation } from '../schemas/validation'

export const validate = endpoint(validateDocument, {
  operationId: 'validateDocument',
  method: 'POST',
  path: '/validate',
  tag: 'Validation',
  summary: 'Validate a signed document',
  description:
    'Judges every signature of a document, made here or elsewhere: PDF (PAdES), XML (XAdES), CMS (CAdES, `.p7m`) or a container (ASiC), as ' +
    '`multipart/form-data`, in a part named `file`, of at most 60 MB. A bad signature is an answer, not an error; a document without signatures is `valid: false` with an empty list. The file is not ' +
    'kept. With `report` the answer is a report on the file, to be filed with it: a PDF for people, or XML for programs (ETSI TS 119 102-2); with `sealed` it bears the seal of this service. Nobody else is asked over the network, so evidence of revocation counts as far as the document brings it along. Whether a signature is qualified ' +
    'is decided by the trusted lists that the operator has configured, as they were read last; for test keys by the list of this installation, too.',
  problems: ['DOCUMENT_TOO_LARGE', 'DOCUMENT_FORMAT_UNSUPPORTED', 'DOCUMENT_ENCRYPTED', 'DOCUMENT_DAMAGED'],
  scope: 'documents:read',
  form: asFile,
  largestFile: LARGEST_SIGNED_FILE,
  body: ValidateInput,
  view: Validation,
  present: presentValidation,
  instead: { file: ({ report }) => report, sends: ['application/pdf', 'application/xml'] },
})
