// Mails about the check of identity: passed or failed while the person was away, no tries left, and another try allowed.

import { wording } from '../../wording/wording'
import { quiet, text, titles, written } from './layout'
import type { Letter, Written } from './letter'

/** Sent after the last try failed: says what happens next, and who decides. */
export function verificationStuckMail(letter: Letter, { message, advice }: { message: string; advice: string }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('verificationStuck.subject', about),
    heading: say('verificationStuck.heading'),
    blocks: [
      text(say('verificationStuck.text', about)),
      { kind: 'quote', title: say('verificationStuck.last'), text: `${message} ${advice}` },
      {
        kind: 'list',
        title: say('verificationStuck.now.title'),
        items: (['waiting', 'allow', 'otherWay'] as const).map((next) => say(`verificationStuck.now.${next}`, about)),
      },
      quiet(say('verificationStuck.urgent', about)),
    ],
    reason: say('reason.signing', about),
  })
}

export function attemptsGrantedMail(letter: Letter, { attempts }: { attempts: number }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('attemptsGranted.subject', about),
    heading: say('attemptsGranted.heading', { attempts }),
    blocks: [
      text(say('attemptsGranted.text', about)),
      {
        kind: 'list',
        title: say('attemptsGranted.helps.title'),
        items: (['light', 'document', 'phone'] as const).map((help) => say(`attemptsGranted.helps.${help}`)),
      },
      { kind: 'button', label: say('again'), url: letter.url },
    ],
    reason: say('reason.signing', about),
  })
}

/** To a signer who left the page while the check was decided. */
export function verificationDoneMail(letter: Letter, { passed }: { passed: boolean }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  const outcome = passed ? 'verificationPassed' : 'verificationFailed'
  return written(letter, {
    subject: say(`${outcome}.subject`, about),
    heading: say(`${outcome}.heading`),
    blocks: [text(say(`${outcome}.text`, about)), { kind: 'button', label: say(passed ? 'continue' : 'again'), url: letter.url }],
    reason: say('reason.signing', about),
  })
}

/** Sent when sealing took longer than the signer's visit. */
export function signedMail(letter: Letter, { othersToSign }: { othersToSign: boolean }): Written {
  const say = wording(letter.language, 'mails')
  const about = { requester: letter.requester.name, documents: titles(letter) }
  return written(letter, {
    subject: say('signed.subject', about),
    heading: say('signed.heading'),
    blocks: [
      text(say('signed.text', about)),
      text(say(othersToSign ? 'signed.others' : 'signed.all')),
      { kind: 'button', label: say('signed.button'), url: letter.url },
    ],
    reason: say('reason.signed', about),
  })
}
