// Apps that show pages by themselves are known, and browsers are not taken for them.
import { expect, it } from 'vitest'
import { isInsideAnApp } from './inside-an-app'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 9'
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)'

it.each([
  ['Instagram', `${IPHONE} Mobile/22B83 Instagram 357.0.0.28.111 (iPhone15,3; iOS 18_1; en_GB)`],
  ['Facebook', `${IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/487.0.0.45.110;FBDV/iPhone15,3]`],
  ['LinkedIn', `${IPHONE} Mobile/22B83 [LinkedInApp]/9.30.2170`],
  ['Line', `${ANDROID}) ${BLINK} Chrome/131.0.0.0 Mobile Safari/537.36 Line/14.19.1`],
  ['a mail program with a view of its own', `${ANDROID}; wv) ${BLINK} Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36`],
])('%s', (_, agent) => {
  expect(isInsideAnApp(agent, false)).toBe(true)
})

it.each([
  ['Safari', `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`],
  ['Chrome on Android', `${ANDROID}) ${BLINK} Chrome/142.0.0.0 Mobile Safari/537.36`],
  ['Firefox', 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0'],
  ['Edge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`],
])('%s is a browser', (_, agent) => {
  expect(isInsideAnApp(agent, false)).toBe(false)
})

it('whatever knows of no camera is taken for one', () => {
  expect(isInsideAnApp(`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, true)).toBe(true)
})
