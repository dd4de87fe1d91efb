// Where a refusal points: the fields of an operation, each at the place at which this caller wrote it.

import { expect, it } from 'vitest'
import type { FieldPath } from '../../domain/problem'
import { onTheWire, pointerOf } from '../answer/field-path'
import { creationPath } from './signature-request'
import { addedSignerPath, Signer } from './signer-input'

it.each<[sent: object, path: FieldPath, pointer: string]>([
  [{ document_id: 'doc_1' }, ['documentIds', 0], '/document_id'],
  [{ document_base64: 'JVBERi0x' }, ['documentIds', 0], '/document_base64'],
  [{ document_ids: ['doc_1', 'doc_2'] }, ['documentIds', 1], '/document_ids/1'],
  [{ document_ids: ['doc_1', 'doc_1'] }, ['documentIds'], '/document_ids'],
  [{ signer: {} }, ['signers', 0, 'phone'], '/signer/phone'],
  [{ signer: {} }, ['signers', 0, 'country'], '/signer/identity_verification/country'],
  [{ signers: [] }, ['signers', 2, 'method'], '/signers/2/identity_verification/method'],
  [{ signers: [] }, ['signers'], '/signers'],
  [{ anchor: {} }, ['fields', 0], '/anchor'],
  [{ fields: [] }, ['fields', 1, 'signerIndex'], '/fields/1/signer_index'],
  [{}, ['authenticationMode'], '/signature_authentication_mode'],
  [{}, ['redirectUrl'], '/redirect_url'],
])('where a request is created by %o, a refusal of %o points at %s', (sent, path, pointer) => {
  expect(pointerOf(onTheWire(creationPath(path, sent)))).toBe(pointer)
})

it.each<[path: FieldPath, pointer: string]>([
  [['signer', 'phone'], '/phone'],
  [['signer', 'method'], '/identity_verification/method'],
  [['fields', 0, 'documentId'], '/fields/0/document_id'],
])('where a signer is added, a refusal of %o points at %s', (path, pointer) => {
  expect(pointerOf(onTheWire(addedSignerPath(path)))).toBe(pointer)
})

it('escapes the signs of a pointer that stand in a name', () => {
  expect(pointerOf(['metadata', 'a/b~c', 0])).toBe('/metadata/a~1b~0c/0')
})

it('takes neither markup nor addresses nor formulas as the name of a person', () => {
  const accepts = (name: string) => Signer.safeParse({ name, email: 'anna@example.com' }).success
  expect(['Łukasz Żółć', " Anne-Marie O'Neill "].map(accepts)).toEqual([true, true])
  expect(['<script>', 'javascript:alert(1)', "=cmd|'/c calc'!A1", 'Anna <b>'].map(accepts)).toEqual([false, false, false, false])
})
