// The operator's commands, npm run admin: what each is called, takes and does. They run inside of a serving process (control.ts), or, where
// none serves, in one of their own.

import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Installation } from './context'
import { seedDemoTenant } from './demo-tenant'
import { MODES, type Mode } from './domain/event'
import { SCOPES, type Scope } from './domain/permissions'
import { SECRET_NAMES, type SecretName } from './domain/ports'
import type { ApiKey, Plan, Tenant } from './generated/prisma/client'
import { limitKey, listKeys, makeKey, revokeKey, rotateKey, type KeyLimits } from './operations/administration/api-keys'
import {
  limitOrganisation,
  listOrganisations,
  makeOrganisation,
  PLANS,
  suspendOrganisation,
  type OrganisationLimits,
} from './operations/administration/organisations'
import { CommandRefused } from './operations/administration/refused'
import { retireSecret, rotateSecret, type Say } from './operations/administration/rotate-secret'
import { storageOf } from './operations/kernel/storage'

/** `by`: the user of the operating system who gave the command. */
export type Order = { argv: readonly string[]; by: string }
/** Exit statuses: done, not done and nothing was changed, not understood, failed. */
export const STATUS = { done: 0, refused: 1, usage: 2, failed: 70 } as const

type Value = string | undefined
type Given = { opened: Installation; names: readonly string[]; options: Record<string, Value>; say: Say }
type Option = { value: string; says: string }
type Command = {
  name: string
  takes: readonly string[]
  options?: Record<string, Option>
  says: string
  run(given: Given): Promise<unknown>
}

const FLAG = ''
const KEY_OPTIONS = {
  scopes: { value: 'a,b', says: `what it may do, of ${SCOPES.join(', ')}; without it everything` },
  expires: { value: '90d|2027-01-31|never', says: 'when it ends' },
  'requests-per-minute': { value: 'n|default', says: 'its own limit' },
} satisfies Record<string, Option>
const ORGANISATION_OPTIONS = {
  plan: { value: PLANS.join('|'), says: 'the limits and services of its keys' },
  'requests-per-minute': { value: 'n|default', says: 'for each of its keys, where other than the plan has' },
  storage: { value: '50GB|default', says: 'how much it may store' },
} satisfies Record<string, Option>

const COMMANDS: readonly Command[] = [
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
    says: 'sets plan and limits',
    run: async ({ opened, names: [id = ''], options, say }) =>
      say(organisationLine(await limitOrganisation(opened.contextFor(), id, organisationLimits(options)))),
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

/** Carries out one command, and answers its exit status. It never throws. */
export async function obey(opened: Installation, { argv, by }: Order, say: Say): Promise<number> {
  try {
    if (argv.length === 0 || argv.includes('--help') || argv[0] === 'help') {
      say(HELP)
      return argv.length === 0 ? STATUS.usage : STATUS.done
    }
    const { command, names, options } = understood(argv)
    await command.run({ opened, names, options, say })
    await trail(opened, { command: command.name, about: names, options, by })
    return STATUS.done
  } catch (error) {
    if (error instanceof Misunderstood) {
      say(`${error.message}. All commands: npm run admin -- --help`)
      return STATUS.usage
    }
    const message = error instanceof Error ? error.message : 'unknown'
    if (error instanceof CommandRefused || (error instanceof Error && error.name === 'SecretUnreadable')) {
      say(`Nothing was done: ${message}.`)
      return STATUS.refused
    }
    opened.log.error({ error, command: argv.slice(0, 2) }, 'a command of the operator failed')
    say(`The command failed: ${message}. The log of the server has more.`)
    return STATUS.failed
  }
}

/** What was done, to what and by whom: in the log, and in a file that outlives it. Neither has a secret; keys are named by their ids. */
async function trail({ config, contextFor, log }: Installation, entry: Record<string, unknown>): Promise<void> {
  log.info(entry, 'a command of the operator')
  const file = path.join(/* turbopackIgnore: true */ config.dataDir, 'operator.log')
  const line = JSON.stringify({ at: contextFor().machineNow().toISOString(), ...entry })
  await appendFile(/* turbopackIgnore: true */ file, `${line}\n`, { mode: 0o600 })
}

class Misunderstood extends Error {}

const wrong = (message: string): never => {
  throw new Misunderstood(message)
}

function understood(argv: readonly string[]): { command: Command; names: readonly string[]; options: Record<string, Value> } {
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word))
  if (!command) return wrong(`There is no command "${argv.slice(0, 2).join(' ')}"`)
  const options = command.options ?? {}
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(command.name.split(' ').length),
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { value }]) => [name, { type: value === FLAG ? ('boolean' as const) : ('string' as const) }]),
      ),
    })
    const needed = command.takes.filter((name) => !name.endsWith('?')).length
    if (positionals.length < needed || positionals.length > command.takes.length) return wrong(`It is called like this: ${usage(command)}`)
    const given = Object.entries(values).map(([name, value]) => [name, String(value)])
    return { command, names: positionals, options: Object.fromEntries(given) as Record<string, string> }
  } catch (error) {
    return error instanceof Misunderstood ? wrong(error.message) : wrong((error as Error).message.split('. ')[0] ?? '')
  }
}

function usage({ name, takes, options = {} }: Command): string {
  const optional = Object.entries(options).map(([option, { value }]) => `[--${option}${value === FLAG ? '' : ` ${value}`}]`)
  return ['npm run admin --', name, ...takes.map((one) => `<${one}>`), ...optional].join(' ')
}

const HELP = [
  'Commands of the operator. They work while the product runs, and while it does not.',
  ...COMMANDS.flatMap((command) => [
    '',
    `  ${usage(command).replace('npm run admin -- ', '')}`,
    `      ${command.says}`,
    ...Object.entries(command.options ?? {}).map(([option, { says }]) => `      --${option}: ${says}`),
  ]),
  '',
  `Exit status: ${STATUS.done} done; ${STATUS.refused} refused, and nothing was changed; ${STATUS.usage} not understood; ${STATUS.failed} failed.`,
].join('\n')

function oneOf<T extends string>(what: string, given: string, allowed: readonly T[]): T {
  return allowed.find((one) => one === given) ?? wrong(`${what} is one of ${allowed.join(', ')}`)
}

function keyLimits(opened: Installation, options: Given['options']): KeyLimits {
  const { scopes, expires } = options
  const perMinute = options['requests-per-minute']
  return {
    ...(scopes === undefined ? {} : { scopes: scopes.split(',').map((scope) => oneOf<Scope>('a scope', scope.trim(), SCOPES)) }),
    ...(expires === undefined ? {} : { expiresAt: endOf(opened, expires) }),
    ...(perMinute === undefined ? {} : { requestsPerMinute: numberOf('--requests-per-minute', perMinute) }),
  }
}

function organisationLimits(options: Given['options']): OrganisationLimits {
  const { plan, storage } = options
  const perMinute = options['requests-per-minute']
  return {
    ...(plan === undefined ? {} : { plan: oneOf<Plan>('--plan', plan, PLANS) }),
    ...(perMinute === undefined ? {} : { requestsPerMinute: numberOf('--requests-per-minute', perMinute) }),
    ...(storage === undefined ? {} : { storageBytes: bytesOf(storage) }),
  }
}

const DEFAULT = 'default'

/** Null: what everybody has. */
function numberOf(what: string, given: string): number | null {
  if (given === DEFAULT) return null
  return /^[1-9]\d{0,6}$/.test(given) ? Number(given) : wrong(`${what} is a whole number from 1, or ${DEFAULT}`)
}

const UNITS: Readonly<Record<string, bigint>> = { MB: 10n ** 6n, GB: 10n ** 9n, TB: 10n ** 12n }

function bytesOf(given: string): bigint | null {
  if (given === DEFAULT) return null
  const [, number = '', unit = ''] =
    /^([1-9]\d{0,5})(MB|GB|TB)$/.exec(given) ?? wrong(`--storage is like 500MB, 50GB or 2TB, or ${DEFAULT}`)
  const bytes = BigInt(number) * (UNITS[unit] ?? 1n)
  // The API shows it as a number of JSON.
  return bytes <= Number.MAX_SAFE_INTEGER ? bytes : wrong('--storage is 9000TB at most')
}

const DAY_MS = 86_400_000
const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS }

function durationOf(what: string, given: string): number {
  const [, number = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(given) ?? wrong(`${what} is like 30m, 12h or 7d`)
  return Number(number) * (SPANS[unit] ?? 0)
}

/** A span from now, or a day, at whose end the key ends. */
function endOf({ contextFor }: Installation, given: string): Date | null {
  if (given === 'never') return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return new Date(contextFor().machineNow().getTime() + durationOf('--expires', given))
  const day = new Date(`${given}T00:00:00.000Z`)
  // Date takes the 31st of February for a day in March.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(given))
    return wrong('--expires is a day like 2027-01-31, a span like 90d, or never')
  return new Date(day.getTime() + DAY_MS)
}

const moment = (date: Date | null): string => date?.toISOString().slice(0, 16).replace('T', ' ') ?? '-'

function organisationLine(row: Tenant): string {
  const { used, quota } = storageOf(row)
  const gigabytes = (bytes: bigint): string => (Number(bytes) / 1e9).toFixed(2)
  return [
    row.id,
    row.name,
    row.plan,
    `${gigabytes(used)} of ${gigabytes(quota)} GB`,
    ...(row.requestsPerMinute === null ? [] : [`${row.requestsPerMinute} requests a minute`]),
    ...(row.suspendedAt === null ? [] : [`suspended since ${moment(row.suspendedAt)}`]),
  ].join('  ')
}

function keyLine(row: ApiKey): string {
  return [
    row.id,
    row.tenantId,
    row.mode,
    `…${row.last4}`,
    row.name,
    row.scopes.length === 0 ? 'everything' : row.scopes.join(','),
    ...(row.requestsPerMinute === null ? [] : [`${row.requestsPerMinute} requests a minute`]),
    `last used ${moment(row.lastUsedAt)}`,
    ...(row.expiresAt === null ? [] : [`ends ${moment(row.expiresAt)}`]),
    ...(row.revokedAt === null ? [] : [`revoked ${moment(row.revokedAt)}`]),
  ].join('  ')
}
