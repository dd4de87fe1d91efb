// Mails that tell a signer how a request ended: signed by all, cancelled, refused by somebody, or expired.

import { moment, titles, written, type Block } from './layout'
import type { Letter, Written } from './letter'

/** `attached` names the documents that are in this mail; larger ones are behind the link. */
export function completedMail(letter: Letter, { signers, attached }: { signers: readonly string[]; attached: boolean }): Written {
  return written(letter, {
    subject: `Signed by all: ${titles(letter.documents)}`,
    heading: 'Signed by everyone',
    blocks: [
      text(
        `${signers.length === 1 ? 'You have' : `All ${signers.length} people have`} signed ${titles(letter.documents)} for ${letter.requester.name}.`,
      ),
      ...(signers.length > 1 ? [{ kind: 'list' as const, title: 'Signed by', items: signers }] : []),
      text(
        attached
          ? 'The signed documents are attached. Keep these files: the signatures are inside them and can be checked by anybody, years from now.'
          : 'The signed documents are behind the button; they are too large for a mail. Keep the files: the signatures are inside them and can be checked by anybody, years from now.',
      ),
      { kind: 'button', label: 'See and download', url: letter.url },
      quiet('Print-outs do not carry the signatures. Send the file when somebody asks for the signed document.'),
    ],
    reason: `You receive this mail because you signed a document for ${letter.requester.name}.`,
  })
}

export function cancelledMail(letter: Letter, { reason, signed }: { reason: string | null; signed: boolean }): Written {
  return written(letter, {
    subject: `Cancelled: ${titles(letter.documents)}`,
    heading: `${letter.requester.name} has cancelled this request`,
    blocks: [
      text(`You need to do nothing more about ${titles(letter.documents)}. Your link now shows this message too.`),
      ...(reason === null ? [] : [{ kind: 'quote' as const, title: `The reason ${letter.requester.name} gives`, text: reason }]),
      ...(signed ? [text('You had signed already. The request will not be completed, so no signed document goes out to the others.')] : []),
      quiet(
        `Pictures of your identity document and your face, if you made any, are deleted when their retention period ends. Questions: ask ${letter.requester.name}.`,
      ),
    ],
    reason: `You receive this mail because ${letter.requester.name} had named you as a signer.`,
  })
}

/** To the others, when one signer refused: the reason stays between that person and the requester. */
export function refusedByOtherMail(letter: Letter): Written {
  return written(letter, {
    subject: `Not going ahead: ${titles(letter.documents)}`,
    heading: 'Somebody has refused to sign',
    blocks: [
      text(
        `One of the people asked has refused to sign ${titles(letter.documents)}, so this request ends here. You need to do nothing more.`,
      ),
      quiet(`${letter.requester.name} knows and will come back to you if there is a new version.`),
    ],
    reason: `You receive this mail because ${letter.requester.name} had named you as a signer.`,
  })
}

export function expiredMail(letter: Letter): Written {
  return written(letter, {
    subject: `Time has run out: ${titles(letter.documents)}`,
    heading: 'This request has expired',
    blocks: [
      text(
        `${titles(letter.documents)} was to be signed before ${moment(letter.expiresAt, letter.locale)}. That time is over, and the link has ended.`,
      ),
      text(`If you still want to sign, ask ${letter.requester.name} to send a new request.`),
    ],
    reason: `You receive this mail because ${letter.requester.name} had named you as a signer.`,
  })
}

function text(value: string): Block {
  return { kind: 'text', text: value }
}

function quiet(value: string): Block {
  return { kind: 'quiet', text: value }
}
