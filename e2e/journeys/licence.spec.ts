// A driving licence, which has no zone, and a selfie without changing colours: both wait for a person, who sees what was read; then Anna signs.

import { expect } from '@playwright/test'
import { overflow } from '../axe'
import { placed } from '../scene'
import { withoutTheStage } from '../signer-at-work'
import { annaWithLicence, completed, LOW_PHONE, seat } from './people'
import { test } from './product'

test('Anna shows her driving licence, does without colours, waits for a person, and signs', async ({ browser, product }) => {
  const person = { ...annaWithLicence(), withoutLight: true }
  const asked = await placed(product, [person], 'identity')
  const { at, context } = await seat(browser, product, person, { viewport: LOW_PHONE })
  at.onPlace = async (place) => {
    expect(await overflow(at.page), place).toBe(0)
    // As soon as it is read: what it is, of whom, and how long it is valid.
    if (place === 'selfie') await expect(at.page.getByText('Driving licence, Poland, valid until 15 November 2034')).toBeVisible()
  }
  await at.open(asked.links[0] ?? '')
  await at.reach('decision')
  const check = `/signature-requests/${asked.request.id}/signers/${asked.request.signers[0]?.id}/verification`
  const { body: shown } = await asked.api.call<{
    verification_id: string
    result_sha256: string
    referrals: { code: string }[]
    document: { type: string; country: string }
    read: { field: string; value: string }[]
  }>('GET', `${check}/evidence`)
  expect(withoutTheStage(shown.referrals)).toEqual(['DOCUMENT_WITHOUT_ZONE', 'LIGHT_DECLINED'])
  expect(shown.document).toEqual({ type: 'drivers_license', country: 'PL' })
  expect(Object.fromEntries(shown.read.map(({ field, value }) => [field, value]))).toEqual({
    surname: 'KOWALSKA',
    given_names: 'ANNA MARIA',
    date_of_birth: '1985-04-22',
    document_country: 'PL',
    document_number: '00482913',
    document_expiry: '2034-11-15',
  })
  await asked.api.call('POST', `${check}/decision`, {
    verification_id: shown.verification_id,
    result_sha256: shown.result_sha256,
    decision: 'approve',
    reasons: ['FACE_SAME', 'DATA_AGREE'],
  })
  await at.reach('done')
  await completed(asked)
  const { body } = await asked.api.call<{ identity: { document_type: string } }>('GET', check)
  expect(body.identity.document_type).toBe('drivers_license')
  await context.close()
})
