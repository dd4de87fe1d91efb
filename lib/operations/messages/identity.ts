// Mails about the check of identity: passed or failed while the person was away, no tries left, and another try allowed.

import { titles, written, type Block } from './layout'
import type { Letter, Written } from './letter'

/** After the last try failed: what happens next, and who decides. */
export function verificationStuckMail(letter: Letter, { message, advice }: { message: string; advice: string }): Written {
  return written(letter, {
    subject: `Your identity could not be confirmed: ${titles(letter.documents)}`,
    heading: 'We could not confirm your identity',
    blocks: [
      text(`All tries are used, so signing ${titles(letter.documents)} is paused. Nothing else is lost: what you did before is kept.`),
      { kind: 'quote', title: 'What happened last', text: `${message} ${advice}` },
      {
        kind: 'list',
        title: 'What happens now',
        items: [
          `${letter.requester.name} sees that you are waiting, and why.`,
          'They can allow more tries. You then receive a mail with your link.',
          'Or they agree another way of signing with you.',
        ],
      },
      quiet(`If it is urgent, call or write to ${letter.requester.name} in the way you usually do.`),
    ],
    reason: `You receive this mail because you are signing a document for ${letter.requester.name}.`,
  })
}

export function attemptsGrantedMail(letter: Letter, { attempts }: { attempts: number }): Written {
  return written(letter, {
    subject: `You can try again: ${titles(letter.documents)}`,
    heading: attempts === 1 ? 'You have another try' : `You have ${attempts} more tries`,
    blocks: [
      text(`${letter.requester.name} allows you to check your identity again, so that you can sign ${titles(letter.documents)}.`),
      {
        kind: 'list',
        title: 'What helps most',
        items: [
          'Daylight or a bright room, without a lamp behind you',
          'The document flat, clean, and out of its cover',
          'A phone rather than a computer: its camera is better',
        ],
      },
      { kind: 'button', label: 'Try again', url: letter.url },
    ],
    reason: `You receive this mail because you are signing a document for ${letter.requester.name}.`,
  })
}

/** For whoever left while we were checking. */
export function verificationDoneMail(letter: Letter, { passed }: { passed: boolean }): Written {
  return written(letter, {
    subject: passed
      ? `Your identity is confirmed: ${titles(letter.documents)}`
      : `Please check your identity again: ${titles(letter.documents)}`,
    heading: passed ? 'Your identity is confirmed' : 'The check did not succeed yet',
    blocks: [
      text(
        passed
          ? `You can go on signing ${titles(letter.documents)} for ${letter.requester.name}.`
          : 'Your link says what went wrong and what helps. You can try again at once.',
      ),
      { kind: 'button', label: passed ? 'Continue signing' : 'Try again', url: letter.url },
    ],
    reason: `You receive this mail because you are signing a document for ${letter.requester.name}.`,
  })
}

/** When sealing took longer than the signer's visit. */
export function signedMail(letter: Letter, { othersToSign }: { othersToSign: boolean }): Written {
  return written(letter, {
    subject: `You have signed ${titles(letter.documents)}`,
    heading: 'Your signature is complete',
    blocks: [
      text(`Your signature on ${titles(letter.documents)} for ${letter.requester.name} is finished.`),
      text(
        othersToSign
          ? 'Others still have to sign. You receive the documents when everyone has.'
          : 'You receive the signed documents in a moment.',
      ),
      { kind: 'button', label: 'See what you signed', url: letter.url },
    ],
    reason: `You receive this mail because you signed a document for ${letter.requester.name}.`,
  })
}

function text(value: string): Block {
  return { kind: 'text', text: value }
}

function quiet(value: string): Block {
  return { kind: 'quiet', text: value }
}
