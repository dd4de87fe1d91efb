// Every check of the analysis has a name in words: proof, trail and the page of the decision would show its code otherwise.

import { expect, test } from 'vitest'
import { CHECKS } from '../../identity/finding'
import { catalogue } from '../../wording/catalogue'

test.each(CHECKS)('%s', (check) => {
  expect(catalogue('en').called.check).toHaveProperty(check)
})
