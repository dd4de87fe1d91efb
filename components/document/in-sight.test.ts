// Several changes reported at once: a reader who scrolled to the end before the first report has seen the end.

import { expect, test } from 'vitest'
import { isInSight, wasInSight } from './in-sight'

const changes = (...seen: boolean[]) => seen.map((isIntersecting) => ({ isIntersecting }))

test('of changes that come together the newest says whether an element is in view', () => {
  expect([isInSight(changes(false, true)), isInSight(changes(true, false)), isInSight(changes(true)), isInSight([])]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('an element that was in view for a moment counts as seen', () => {
  expect([wasInSight(changes(false, true, false)), wasInSight(changes(false)), wasInSight([])]).toEqual([true, false, false])
})
