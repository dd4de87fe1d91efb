// What is concluded of how far a nose stands out; how it is measured in pictures is tested in judge.slow.test.ts.

import { expect, it } from 'vitest'
import { conclude } from '../conclusion'
import { POLICY } from '../policy'
import { judgeRelief, type Relief } from './relief'

const outcome = (...steps: readonly (readonly Relief[])[]) =>
  conclude(
    judgeRelief(
      steps.map((relief) => ({ relief })),
      POLICY,
    ),
    [],
  )

const sheet: Relief = { turn: 0.18, ahead: 0.003 }

it.each<[string, readonly (readonly Relief[])[]]>([
  ['a nose that stands out, to whichever side the head turns', [[{ turn: 0.15, ahead: 0.06 }], [{ turn: -0.2, ahead: -0.08 }]]],
  [
    'a flat nose, measured a little wrongly once',
    [
      [
        { turn: 0.2, ahead: 0.05 },
        { turn: 0.15, ahead: 0.01 },
      ],
    ],
  ],
  ['a run in which no turn could be measured', [[], []]],
  ['one picture that is hardly turned', [[{ turn: 0.06, ahead: 0 }]]],
])('%s passes', (_, steps) => {
  expect(outcome(...steps)).toEqual({ outcome: 'passed' })
})

it.each<[string, readonly (readonly Relief[])[]]>([
  ['a sheet', [[sheet, sheet]]],
  ['a sheet in one step and nothing in another', [[sheet], []]],
  ['what moves the other way round', [[{ turn: 0.18, ahead: -0.05 }]]],
])('%s goes to a person', (_, steps) => {
  expect(outcome(...steps)).toEqual({ outcome: 'referred', referrals: ['FACE_FLAT'] })
})
