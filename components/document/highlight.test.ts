// Search marks are exact, ignore case and accents, and never let a document's text become markup.

import { expect, it } from 'vitest'
import { highlight } from './highlight'

it('marks every match', () => expect(highlight('Loan and loan', 'LOAN')).toBe('<mark>Loan</mark> and <mark>loan</mark>'))
it('escapes what the document says', () =>
  expect(highlight('<img src=x onerror=1> "a"', 'img')).toBe('&lt;<mark>img</mark> src=x onerror=1&gt; &quot;a&quot;'))
it('leaves a run alone when nothing is sought', () => expect(highlight('a & b', '')).toBe('a &amp; b'))
it('finds letters without their accents', () => expect(highlight('umowa pożyczki', 'pozyczki')).toBe('umowa <mark>pożyczki</mark>'))
