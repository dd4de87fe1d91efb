// The wire of qualification: what a signature is under Regulation (EU) No 910/2014, as the trusted lists have it, and why.

import { z } from 'zod'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import {
  CERTIFICATE_TYPES,
  QUALIFICATION_REASONS,
  SERVICE_STATUSES,
  SIGNATURE_QUALIFICATIONS,
  TIMESTAMP_QUALIFICATIONS,
  type ShownQualification,
} from '../../operations/validation/shown-signature'

const Reason = z
  .object({ code: z.enum(QUALIFICATION_REASONS), message: z.string() })
  .nullable()
  .meta({ description: 'Why it is no more than that. Null where nothing is missing.', examples: [null] })

const TrustService = z
  .object({
    country: z
      .string()
      .meta({ description: 'Whose trusted list it stands on; `UT` for the test list of this installation.', examples: ['PL'] }),
    provider: z.string().meta({ examples: ['Krajowa Izba Rozliczeniowa S.A.'] }),
    name: z.string().meta({ examples: ['COPE SZAFIR - Kwalifikowany'] }),
    status: z
      .enum(SERVICE_STATUSES)
      .nullable()
      .meta({ description: 'What it was then. Null for one that the standard does not have.', examples: ['granted'] }),
    since: z.iso.datetime().meta({ examples: ['2016-07-01T00:00:00.000Z'] }),
  })
  .nullable()
  .meta({ description: 'The service of a trusted list that issued the certificate, as it was at that time; null where none is listed.' })

const CertificateThen = z.object({
  at: z.iso.datetime().meta({ examples: ['2025-01-15T11:02:45.321Z'] }),
  qualified: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether it was a qualified certificate. Null where nobody can say.', examples: [true] }),
  type: z.enum(CERTIFICATE_TYPES).meta({
    description:
      'What it was for: `esig` signatures of people, `eseal` seals of organisations, `web` web sites; `unknown`: it does not say one.',
    examples: ['esig'],
  }),
  qscd: z.boolean().meta({ description: 'Whether its key was in a qualified signature or seal creation device.', examples: [true] }),
  trust_service: TrustService,
  reason: Reason,
})

export const Qualification = z
  .object({
    result: z.enum(SIGNATURE_QUALIFICATIONS).meta({
      description:
        'ETSI TS 119 172-4. `QESig`, `QESeal`: qualified electronic signature, seal. `AdESig-QC`, `AdESeal-QC`: advanced, with a qualified certificate. ' +
        '`AdESig`, `AdESeal`: neither. `Unknown…`: the certificate says no type. `Indeterminate-…`: that, if what is missing for TOTAL-PASSED were proven. ' +
        '`NotAdES…`: the signature does not hold. `N/A`: no trusted list says anything of its issuer. With `test: true` it rests on the test list of this ' +
        'installation, which test keys alone know: it is not qualified.',
      examples: ['QESig'],
    }),
    reason: Reason,
    certificate_at_issuance: CertificateThen.meta({ description: 'ETSI TS 119 615, at the beginning of the certificate.' }),
    certificate_at_signing: CertificateThen.meta({
      description: 'The same at the best signature time: the earliest at which the signature provably existed.',
    }),
  })
  .meta({ id: 'Qualification' })

export const CertificateClaims = z
  .object({
    policy_oids: z.array(z.string()).meta({ description: 'Its certificate policies.', examples: [['0.4.0.194112.1.2']] }),
    qc_statements: z.array(z.string()).meta({
      description: 'The identifiers of its QcStatements (EN 319 412-5).',
      examples: [['0.4.0.1862.1.1', '0.4.0.1862.1.4']],
    }),
  })
  .nullable()
  .meta({
    description:
      'What the certificate says of itself, whoever believes it. `qualification` says what it is. Null where there is no certificate.',
  })

export const TimestampQualification = z.enum(TIMESTAMP_QUALIFICATIONS).meta({
  description:
    '`QTSA`: a qualified time-stamp by the trusted lists. `TSA`: another. `N/A`: it proves nothing, or no list is known. With `test: true` it is not qualified.',
  examples: ['QTSA'],
})

export function presentQualification({ result, reason, atIssuance, atSigning }: ShownQualification): z.input<typeof Qualification> {
  return {
    result,
    reason: presentReason(reason),
    certificate_at_issuance: presentThen(atIssuance),
    certificate_at_signing: presentThen(atSigning),
  }
}

function presentThen({ at, qualified, type, qscd, service, reason }: ShownQualification['atSigning']): z.input<typeof CertificateThen> {
  return {
    at: at.toISOString(),
    qualified,
    type,
    qscd,
    trust_service: service && {
      country: service.territory,
      provider: service.provider,
      name: service.name,
      status: service.status,
      since: service.since.toISOString(),
    },
    reason: presentReason(reason),
  }
}

const presentReason = (code: ShownQualification['reason']) =>
  code && { code, message: wording(DEFAULT_LANGUAGE, 'qualification')(`reason.${code}`) }
