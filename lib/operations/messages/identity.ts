// Mails about the check of identity: passed or failed while the person was away, no tries left, and another try allowed.

import { button, list, quiet, quote, text } from './layout'
import type { Letter, Written } from './letter'
import { link, toSigner } from './signer-mail'

/** Sent after the last try failed: says what happens next, and who decides. */
export function verificationStuckMail(letter: Letter, { message, advice }: { message: string; advice: string }): Written {
  return toSigner(letter, 'verificationStuck', {
    reason: 'signing',
    blocks: (say, about) => [
      text(say('verificationStuck.text', about)),
      quote(say('verificationStuck.last'), `${message} ${advice}`),
      list(
        say('verificationStuck.now.title'),
        (['waiting', 'allow', 'otherWay'] as const).map((next) => say(`verificationStuck.now.${next}`, about)),
      ),
      quiet(say('verificationStuck.urgent', about)),
    ],
  })
}

export function attemptsGrantedMail(letter: Letter, { attempts }: { attempts: number }): Written {
  return toSigner(letter, 'attemptsGranted', {
    reason: 'signing',
    attempts,
    blocks: (say, about) => [
      text(say('attemptsGranted.text', about)),
      list(
        say('attemptsGranted.helps.title'),
        (['light', 'document', 'phone'] as const).map((help) => say(`attemptsGranted.helps.${help}`)),
      ),
      button(say('again'), letter.url),
    ],
  })
}

/** Sent when a person has to look at the check: says what happens, and that nothing has to be done. */
export function verificationReferredMail(letter: Letter): Written {
  return toSigner(letter, 'verificationReferred', {
    reason: 'signing',
    blocks: (say, about) => [
      text(say('verificationReferred.text', about)),
      list(
        say('verificationReferred.next.title'),
        (['looks', 'mail', 'goOn'] as const).map((next) => say(`verificationReferred.next.${next}`)),
      ),
      button(say('open'), letter.url),
    ],
  })
}

/** A person has decided. `rejected`: the words for why not; null: approved. */
export function verificationDecidedMail(letter: Letter, rejected: { message: string; advice: string } | null): Written {
  const outcome = rejected === null ? 'decidedApproved' : 'decidedRejected'
  return toSigner(letter, outcome, {
    reason: 'signing',
    blocks: (say, about) => [
      text(say(`${outcome}.text`, about)),
      ...(rejected === null ? [] : [quote(say('decidedRejected.why'), `${rejected.message} ${rejected.advice}`)]),
      button(say(rejected === null ? 'continue' : 'again'), letter.url),
    ],
  })
}

/** To a signer who left the page while the check was decided. */
export function verificationDoneMail(letter: Letter, { passed }: { passed: boolean }): Written {
  const outcome = passed ? 'verificationPassed' : 'verificationFailed'
  return toSigner(letter, outcome, {
    reason: 'signing',
    blocks: (say, about) => [text(say(`${outcome}.text`, about)), button(say(passed ? 'continue' : 'again'), letter.url)],
  })
}

/** Sent when sealing took longer than the signer's visit. */
export function signedMail(letter: Letter, { othersToSign }: { othersToSign: boolean }): Written {
  return toSigner(letter, 'signed', {
    reason: 'signed',
    blocks: (say, about) => [
      text(say('signed.text', about)),
      text(say(othersToSign ? 'signed.others' : 'signed.all')),
      button(say('signed.button'), letter.url),
    ],
  })
}

/** To a signer who has left the page: nothing is signed after all. `again`: the request is open, and takes another signature of theirs. */
export function signatureFailedMail(letter: Letter, { again }: { again: boolean }): Written {
  const by = letter.signedBy
  return toSigner(letter, 'signatureFailed', {
    reason: 'signing',
    blocks: (say, about) => [
      text(say('signatureFailed.text', { ...about, by })),
      ...(again
        ? [text(say('signatureFailed.again', { ...about, by })), ...link(say, letter, 'continue')]
        : [text(say('signatureFailed.next', about))]),
    ],
  })
}
