// The visible mark of a signature: the signer's name as in the certificate, the time, and the issuer; of a simple one who has sealed it.

import { readCertificate } from '../../crypto/certificate'
import type { Mode } from '../../domain/event'
import type { Mark } from '../../signature/mark/appearance'
import type { Field } from '../../generated/prisma/client'
import type { AnchorPlacement } from '../../signature/anchor/anchor-place'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import type { Context } from '../kernel/context'
import type { Journey } from '../journey/standing'

export function markOf(
  context: Context,
  { mode, language }: Journey,
  { name, certificate }: { name: string; certificate: Uint8Array },
  now: Date,
  field: Pick<Field, 'anchor'>,
): Mark {
  const trust = context.trust(mode)
  const say = wording(language, 'mark')
  const { serialHex, issuerAttributes } = readCertificate(certificate)
  const mark = {
    title: name,
    lines: [
      say('signed', { time: minuteOf(now) }),
      say('certificate', { serial: serialHex.slice(0, 16), issuer: issuerAttributes['CN'] ?? trust.provider }),
    ],
    ...coverOf(field),
  }
  return trust.qualified ? mark : { ...mark, warning: say('test') }
}

/** The certificate of the seal does not name the signer. */
export function markOfSeal(context: Context, { mode, language, profile }: Journey, now: Date, field: Pick<Field, 'anchor'>): Mark {
  const trust = context.trust(mode)
  const say = wording(language, 'mark')
  const mark = {
    title: profile.name,
    lines: [say('clicked', { time: minuteOf(now) }), say('sealed', { provider: trust.provider })],
    ...coverOf(field),
  }
  return trust.qualified ? mark : { ...mark, warning: say('testSeal') }
}

/** Of somebody whom the organisation names, and who has done nothing here. */
export function markOfDirect(
  context: Context,
  mode: Mode,
  { organisation, signedAt }: { organisation: string; signedAt: Date },
  name: string,
): Mark {
  const trust = context.trust(mode)
  const say = wording(DEFAULT_LANGUAGE, 'mark')
  const mark = {
    title: name,
    lines: [
      wording(DEFAULT_LANGUAGE, 'direct')('mark', { organisation, time: minuteOf(signedAt) }),
      say('sealed', { provider: trust.provider }),
    ],
  }
  return trust.qualified ? mark : { ...mark, warning: say('testSeal') }
}

const minuteOf = (now: Date): string => now.toISOString().slice(0, 16).replace('T', ' ')

/** The mark in a field with an anchor covers the anchor's text, and nothing else (decisions/0004). */
function coverOf({ anchor }: Pick<Field, 'anchor'>): Pick<Mark, 'cover'> {
  const cover = (anchor as AnchorPlacement | null)?.cover
  return cover ? { cover } : {}
}
