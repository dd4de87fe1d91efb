// The table of the operator's commands, npm run admin: what each is called, takes and does.

import { seedDemoTenant } from '../demo-tenant'
import { MODES, type Mode } from '../domain/event'
import { SCOPES } from '../domain/permissions'
import { SECRET_NAMES, type SecretName } from '../domain/ports'
import { NOTICES } from '../operations/kernel/tenant-contact'
import { LEAST_MINIMUM_AGE, MINIMUM_AGE } from '../operations/verification/minimum-age'
import { limitKey, listKeys, makeKey, revokeKey, rotateKey } from '../operations/administration/api-keys'
import {
  limitOrganisation,
  listOrganisations,
  makeOrganisation,
  PLANS,
  suspendOrganisation,
} from '../operations/administration/organisations'
import { organisationContact as shownContact, setOrganisationContact } from '../operations/administration/organisation-contact'
import { CommandRefused } from '../operations/administration/refused'
import { retireSecret, rotateSecret } from '../operations/administration/rotate-secret'
import { FLAG, wrong, type Command, type Option } from './command'
import { contactLines, keyLine, organisationLine } from './lines'
import { contactChange, NONE, ON_OR_OFF } from './contact-values'
import { DEFAULT, durationOf, EVERYTHING, keyLimits, NEVER, oneOf, organisationLimits } from './values'

const KEY_OPTIONS = {
  scopes: { value: `a,b|${EVERYTHING}`, says: `what it may do, of ${SCOPES.join(', ')}; a new key without it, ${EVERYTHING}` },
  expires: { value: `90d|2027-01-31|${NEVER}`, says: 'when it ends' },
  'requests-per-minute': { value: `n|${DEFAULT}`, says: `its own limit; ${DEFAULT}: that of the organisation` },
} satisfies Record<string, Option>
const ORGANISATION_OPTIONS = {
  plan: { value: PLANS.join('|'), says: 'the limits and services of its keys' },
  'requests-per-minute': { value: `n|${DEFAULT}`, says: `for each of its keys; ${DEFAULT}: that of the plan` },
  storage: { value: `50GB|${DEFAULT}`, says: 'how much it may store' },
  'step-up-after': {
    value: `180|${NEVER}`,
    says: `how many days after their check signers who come back are asked for a selfie; ${NEVER}: while their certificate is valid`,
  },
  'minimum-age': { value: `${LEAST_MINIMUM_AGE}…${MINIMUM_AGE}|${DEFAULT}`, says: 'how old its signers must be' },
} satisfies Record<string, Option>

const CONTACT_OPTIONS = {
  email: { value: `a@b.c|${NONE}`, says: 'the address that signers are shown' },
  phone: { value: `text|${NONE}`, says: 'the telephone number that they are shown' },
  hours: { value: `text|${NONE}`, says: 'when somebody answers it, as in "Mon to Fri, 9 to 17"' },
  conversation: { value: ON_OR_OFF.join('|'), says: 'whether signers and the organisation can write to each other here' },
  notify: { value: `a@b.c,…|${DEFAULT}`, says: `where mails about its requests go; ${DEFAULT}: to the address that signers are shown` },
  notices: { value: `a,b|${NONE}|${DEFAULT}`, says: `about what, of ${NOTICES.join(', ')}; ${DEFAULT}: all but signed` },
} satisfies Record<string, Option>

export const COMMANDS: readonly Command[] = [
  {
    name: 'organisations make',
    takes: ['name'],
    options: ORGANISATION_OPTIONS,
    says: 'makes an organisation; it has no key yet',
    run: async ({ opened, names: [name = ''], options, say }) =>
      say(organisationLine(await makeOrganisation(opened.contextFor(), { name, ...organisationLimits(options) }))),
  },
  {
    name: 'organisations list',
    takes: [],
    says: 'lists them with their limits and what they store',
    run: async ({ opened, say }) => {
      for (const row of await listOrganisations(opened.contextFor())) say(`${organisationLine(row)}  ${row.keys} keys`)
    },
  },
  {
    name: 'organisations limit',
    takes: ['organisation'],
    options: ORGANISATION_OPTIONS,
    needsOption: true,
    says: 'sets plan and limits',
    run: async ({ opened, names: [id = ''], options, say }) =>
      say(organisationLine(await limitOrganisation(opened.contextFor(), id, organisationLimits(options)))),
  },
  {
    name: 'organisations contact',
    takes: ['organisation'],
    options: CONTACT_OPTIONS,
    says: 'shows or sets where its signers ask, and what it is told by mail; in live mode it sends nothing without address, telephone and hours',
    run: async ({ opened, names: [id = ''], options, say }) => {
      const change = contactChange(options)
      const at = opened.contextFor()
      for (const line of contactLines(
        Object.keys(change).length > 0 ? await setOrganisationContact(at, id, change) : await shownContact(at, id),
      ))
        say(line)
    },
  },
  {
    name: 'organisations suspend',
    takes: ['organisation'],
    says: 'refuses its keys and its console; signers finish what was begun',
    run: async ({ opened, names: [id = ''], say }) => say(organisationLine(await suspendOrganisation(opened.contextFor(), id, true))),
  },
  {
    name: 'organisations resume',
    takes: ['organisation'],
    says: 'ends a suspension',
    run: async ({ opened, names: [id = ''], say }) => say(organisationLine(await suspendOrganisation(opened.contextFor(), id, false))),
  },
  {
    name: 'keys make',
    takes: ['organisation'],
    options: {
      name: { value: 'text', says: 'what it is for (needed)' },
      mode: { value: MODES.join('|'), says: 'without it test' },
      ...KEY_OPTIONS,
    },
    says: 'makes an API key and shows it, once',
    run: async ({ opened, names: [organisation = ''], options, say }) => {
      const name = options['name'] ?? wrong('keys make needs --name, which says what the key is for')
      const mode = oneOf<Mode>('--mode', options['mode'] ?? 'test', MODES)
      const { key, row } = await makeKey(opened.contextFor(), { organisation, mode, name, ...keyLimits(opened, options) })
      say(`${keyLine(row)}\n\n${key}\n\nThis is the only time that it is shown.`)
    },
  },
  {
    name: 'keys list',
    takes: ['organisation?'],
    says: 'lists API keys with their limits and when they were last used',
    run: async ({ opened, names: [organisation], say }) => {
      for (const row of await listKeys(opened.contextFor(), organisation)) say(keyLine(row))
    },
  },
  {
    name: 'keys limit',
    takes: ['key'],
    options: KEY_OPTIONS,
    needsOption: true,
    says: 'sets scopes, end and limit of a key',
    run: async ({ opened, names: [id = ''], options, say }) =>
      say(keyLine(await limitKey(opened.contextFor(), id, keyLimits(opened, options)))),
  },
  {
    name: 'keys rotate',
    takes: ['key'],
    options: { overlap: { value: '7d', says: 'how long the old one still works; without it seven days' } },
    says: 'makes a key that may do the same, shows it once, and lets the old one end',
    run: async ({ opened, names: [id = ''], options, say }) => {
      const { key, row, oldUntil } = await rotateKey(opened.contextFor(), id, durationOf('--overlap', options['overlap'] ?? '7d'))
      say(`${keyLine(row)}\n\n${key}\n\nThis is the only time that it is shown. ${id} works until ${oldUntil.toISOString()}.`)
    },
  },
  {
    name: 'keys revoke',
    takes: ['key'],
    says: 'ends a key at once',
    run: async ({ opened, names: [id = ''], say }) => say(keyLine(await revokeKey(opened.contextFor(), id))),
  },
  {
    name: 'rotate',
    takes: [SECRET_NAMES.join('|')],
    says: 'makes a new generation of a secret and seals everything under it, while the product is in use',
    run: ({ opened, names: [secret = ''], say }) =>
      rotateSecret(opened.contextFor(), oneOf<SecretName>('the secret', secret, SECRET_NAMES), opened.pki, say),
  },
  {
    name: 'retire',
    takes: [SECRET_NAMES.join('|')],
    options: { now: { value: FLAG, says: 'at once, which ends links to files and codes on their way' } },
    says: 'ends the generations of before, when nothing is left that they have sealed',
    run: ({ opened, names: [secret = ''], options, say }) =>
      retireSecret(opened.contextFor(), oneOf<SecretName>('the secret', secret, SECRET_NAMES), opened.pki, {
        now: options['now'] !== undefined,
        say,
      }),
  },
  {
    name: 'demo-key',
    takes: [],
    says: 'shows the test key and the link of the sample contract',
    run: async ({ opened, say }) => {
      if (opened.config.mode !== 'test') throw new CommandRefused('there is a test key in test mode only')
      const { apiKey, signerUrl } = await seedDemoTenant(opened)
      say(apiKey)
      if (signerUrl) say(signerUrl)
    },
  },
]
