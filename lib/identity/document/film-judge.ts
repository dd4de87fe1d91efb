// Judges the film of one side as a film: whether it was made in the time that passed, shows nothing that was shown before, and one document throughout.
import { atMost, holds, orRefer, type Check, type Finding } from '../finding'
import { printOf } from '../liveness/likeness'
import type { ReplayReading, RunTrace } from '../liveness/replay'
import type { Policy } from '../policy'
import type { DocumentReading } from './analyse'
import { courseOf } from './course'
import type { MovementResult } from './movement'

// Clocks of several servers, and of browsers that round their times to 100 ms against fingerprinting.
const CLOCK_ERROR_MS = 150

// The browser's times are claims. But the movement and the nonce of the frames were not known before the server gave them out, so each frame came
// at least as long after that as the film had been going on. How much later is no matter: whoever was asked fetches the document first, and large
// pictures take their time on a slow network.
function clockProblem({ clock, givenAt }: MovementResult, { document }: Policy): string | null {
  const [first, last] = [clock[0], clock.at(-1)]
  if (!first || !last) return 'no_frames'
  if (last.captured - first.captured < document.minFilmMs) return 'no_time'
  return clock.some(({ captured, received }) => captured - first.captured > received - givenAt + CLOCK_ERROR_MS)
    ? 'longer_than_passed'
    : null
}

function timing({ side, movement }: DocumentReading, policy: Policy): Finding {
  const problem = clockProblem(movement, policy)
  return holds('document_film_timing', problem === null, 'server-clock/1', { side, problem })
}

// Exactly the same pixels come from no camera twice. What is near to an earlier film may be the same document in the same place.
function freshness({ side }: DocumentReading, { exact, alike, runs }: ReplayReading, { document }: Policy): Finding {
  const replayed = atMost({
    check: 'document_no_replay',
    score: exact >= 2 ? 1 : alike,
    threshold: document.maxAlike,
    model: 'keyed-picture-256/1',
    detail: { side, exact, runs },
  })
  return exact >= 2 ? replayed : orRefer(replayed, 'FILM_SEEN_BEFORE')
}

export const judgeFilm = (reading: DocumentReading, replay: ReplayReading, policy: Policy): Finding[] => [
  timing(reading, policy),
  freshness(reading, replay, policy),
]

// Asked for when a side is judged; sides that were judged before have no such finding.
export const REQUIRED_OF_FILM: readonly Check[] = ['document_film_timing', 'document_no_replay']

/** What is kept to recognise this film: empty for what nobody filmed. */
export const tracedFromFilm = ({ movement: { digests, prints, course } }: DocumentReading): RunTrace => ({
  digests,
  prints: prints.map(printOf),
  course: courseOf(course),
})
