// The process's settings, parsed once from the environment; a first run needs none of them, and a mistake is reported with what
// to do.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { MODES, type Mode } from './domain/event'

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

export type Config = {
  /** `live` refuses generated secrets and the built-in test trust service. */
  mode: Mode
  port: number
  /** The address at which it listens. */
  host: string
  /** Origin under which people and programs reach the product, without a slash at the end. */
  baseUrl: string
  /** Absolute. Database (unless DATABASE_URL), blobs, secrets. */
  dataDir: string
  databaseUrl: string | null
  masterKeyFile: string
  /** Apart from `dataDir` in a serious installation: a thief of the data without this file cannot sign. */
  serverShareFile: string
  mail: { url: string; from: string } | null
  /** The mail address at which people reach whoever runs this installation. */
  support: string | null
  sms: SmsGateway | null
  /** Absolute: a directory or file with the certificates of states that sign the chips of documents (CSCA). */
  countrySigners: string | null
  trustedLists: TrustedListPlace | null
  /** How many proxies of ours a request passes before it comes here; their entries in X-Forwarded-For count, others do not. */
  trustedProxies: number
  logLevel: (typeof LOG_LEVELS)[number]
  /** What an operator should change, although the product runs with it. */
  warnings: readonly string[]
}

/**
 * Where the trusted lists of states are: in a directory, which is filled from an address unless that is null. `signers`: a directory or file
 * with the certificates that may sign the list of lists. Paths are absolute.
 */
export type TrustedListPlace = { directory: string; address: string | null; signers: string }

/** `inTestMode`: whether it also sends what test keys cause, at the cost of real people's phones. */
export type SmsGateway = { inTestMode: boolean } & (
  | { provider: 'twilio'; url: string; accountSid: string; authToken: string; from: string }
  | { provider: 'generic'; url: string; token: string | null; from: string | null }
)

/** Settings that cannot be used. The message lists each variable, what is wrong and what to do; it never repeats a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly problems: readonly string[]) {
    super(
      `QSignHub cannot start; ${problems.length === 1 ? 'one setting needs' : `${problems.length} settings need`} attention:\n` +
        problems.map((problem) => `  - ${problem}`).join('\n'),
    )
  }
}

const url = (protocols: readonly string[], example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `is not an address of the right kind. Write it like ${example}`,
    )

const PORT_ADVICE = 'is not a port. Use a whole number from 1 to 65535, or remove it for 3000'

const Environment = z.object({
  QSIGNHUB_MODE: z.enum(MODES, 'must be "test" or "live". Remove it for test').default('test'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_ADVICE)
    .transform(Number)
    .refine((n) => n > 0 && n < 65_536, PORT_ADVICE)
    .default(3000),
  BASE_URL: url(['http:', 'https:'], 'https://sign.example.com')
    .refine(
      (value) => !URL.canParse(value) || new URL(value).pathname === '/',
      'must be an origin without a path. Write it like https://sign.example.com',
    )
    .optional(),
  /** The start scripts read it as well and pass it on, because Next calls it HOSTNAME. */
  QSIGNHUB_HOST: z.string().default('127.0.0.1'),
  QSIGNHUB_DATA_DIR: z.string().default('.data'),
  QSIGNHUB_MASTER_KEY_FILE: z.string().optional(),
  QSIGNHUB_SERVER_SHARE_FILE: z.string().optional(),
  QSIGNHUB_CSCA: z.string().optional(),
  QSIGNHUB_SUPPORT: z
    .string()
    .regex(/^[^<>@\s]+@[^<>@\s]+$/, 'is not a mail address. Write it like help@example.com')
    .optional(),
  QSIGNHUB_TRUSTED_LISTS: z.string().optional(),
  QSIGNHUB_TRUSTED_LIST_SIGNERS: z.string().optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/database').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465').optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^<>@\s][^<>]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/,
      'is not a mail address. Write it like "Example Bank <sign@example.com>"',
    )
    .optional(),
  SMS_PROVIDER: z.enum(['twilio', 'generic'], 'must be "twilio" or "generic". Remove it to keep text messages in the outbox').optional(),
  SMS_FROM: z.string().max(30).optional(),
  SMS_URL: url(['http:', 'https:'], 'https://sms.example.com/messages').optional(),
  SMS_TOKEN: z.string().optional(),
  SMS_TEST_MODE: z
    .enum(['keep', 'send'], 'must be "keep" or "send". Remove it to keep text messages of test mode in the outbox')
    .default('keep'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'is not an account SID. It begins with AC and has 34 characters')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, 'is not a number of proxies. Use 1 where one proxy of yours stands in front, or remove it for none')
    .transform(Number)
    .default(0),
  /** Milliseconds. Next reads it. */
  KEEP_ALIVE_TIMEOUT: z
    .string()
    .regex(/^\d{1,7}$/, 'is not a time in milliseconds. Use a whole number longer than that of your proxy, or remove it for 65000')
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, 'must be debug, info, warn, error or silent').default('info'),
})

/** Throws ConfigError. An empty value counts as absent, as `VAR= npm start` and compose files mean it. */
export function readConfig(environment: Record<string, string | undefined>, cwd: string = process.cwd()): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  const problems = unknownNames(given)
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`))
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const env = parsed.data
  const dataDir = absolute('QSIGNHUB_DATA_DIR', env.QSIGNHUB_DATA_DIR, cwd, problems)
  const secrets = path.join(/* turbopackIgnore: true */ dataDir, 'secrets')
  const config: Config = {
    mode: env.QSIGNHUB_MODE,
    port: env.PORT,
    host: env.QSIGNHUB_HOST,
    baseUrl: new URL(env.BASE_URL ?? `http://localhost:${env.PORT}`).origin,
    dataDir,
    databaseUrl: env.DATABASE_URL ?? null,
    masterKeyFile: absolute('QSIGNHUB_MASTER_KEY_FILE', env.QSIGNHUB_MASTER_KEY_FILE ?? path.join(secrets, 'master.key'), cwd, problems),
    serverShareFile: absolute(
      'QSIGNHUB_SERVER_SHARE_FILE',
      env.QSIGNHUB_SERVER_SHARE_FILE ?? path.join(secrets, 'server-share.key'),
      cwd,
      problems,
    ),
    countrySigners: env.QSIGNHUB_CSCA ? absolute('QSIGNHUB_CSCA', env.QSIGNHUB_CSCA, cwd, problems) : null,
    trustedLists: trustedListsOf(env, { dataDir, cwd }, problems),
    mail: mailOf(env, problems),
    support: env.QSIGNHUB_SUPPORT ?? null,
    sms: smsOf(env, problems),
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
    warnings: [],
  }
  if (config.mode === 'live') problems.push(...liveProblems(env))
  const { refused, warned } = inClear(config)
  problems.push(...refused)
  if (problems.length > 0) throw new ConfigError(problems)
  return { ...config, warnings: [...warned, ...secretsBesideData(config), ...withoutLists(config), ...withoutSupport(config)] }
}

/** The settings of this process. */
export function config(): Config {
  return (parsedOnce ??= readConfig(process.env))
}
let parsedOnce: Config | undefined

/** Whether a host name leads to this machine alone: RFC 6761 6.3 and RFC 4291 2.5.3; an address of IPv4 may come in its form of IPv6. */
export function isLoopback(name: string): boolean {
  return /^(?:localhost|(?:::ffff:)?127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(name)
}

type Env = z.infer<typeof Environment>

/** Prefixes of variables that other programs have as well. */
const COMMON_PREFIXES = ['', 'BASE_', 'DATABASE_', 'KEEP_', 'LOG_']
const prefixOf = (name: string): string => name.slice(0, name.indexOf('_') + 1)
const OWN_PREFIXES = new Set(
  Object.keys(Environment.shape)
    .map(prefixOf)
    .filter((prefix) => !COMMON_PREFIXES.includes(prefix)),
)

/** A misspelt variable would be ignored in silence: those that begin as ours do are refused. */
function unknownNames(given: Record<string, unknown>): string[] {
  return Object.keys(given)
    .filter((name) => OWN_PREFIXES.has(prefixOf(name)) && !(name in Environment.shape))
    .map((name) => `${name} is not a setting. Correct the name or remove it; known are ${Object.keys(Environment.shape).join(', ')}.`)
}

/** The directory of the built server. */
const STANDALONE = /[\\/]\.next[\\/]standalone$/

/**
 * Absolute path of a bundle that scripts/build-workers.mjs made for a thread. It is looked for in the project and in the directories above,
 * but never in the copy beside the built server, because the bundles need the packages of the project.
 */
export function builtFile(name: string, from: string = process.cwd()): string {
  const directory = from.replace(STANDALONE, '')
  const candidate = path.join(/* turbopackIgnore: true */ directory, 'lib', 'generated', name)
  if (existsSync(/* turbopackIgnore: true */ candidate)) return candidate
  const parent = path.dirname(directory)
  if (parent === directory) throw new Error(`${name} is not built: run node scripts/build-workers.mjs`)
  return builtFile(name, parent)
}

/** The built server runs in a directory that the next build deletes. Data in a path relative to it would be lost. */
function absolute(name: string, value: string, cwd: string, problems: string[]): string {
  if (!path.isAbsolute(value) && STANDALONE.test(cwd)) {
    problems.push(`${name} must be an absolute path when the built server is started by hand. Use npm start, or write the whole path.`)
  }
  return path.resolve(/* turbopackIgnore: true */ cwd, value)
}

function trustedListsOf(
  { QSIGNHUB_TRUSTED_LISTS: lists, QSIGNHUB_TRUSTED_LIST_SIGNERS: signers }: Env,
  { dataDir, cwd }: { dataDir: string; cwd: string },
  problems: string[],
): TrustedListPlace | null {
  if (lists === undefined && signers === undefined) return null
  if (lists === undefined || signers === undefined) {
    const missing = lists === undefined ? 'QSIGNHUB_TRUSTED_LISTS' : 'QSIGNHUB_TRUSTED_LIST_SIGNERS'
    problems.push(`${missing} is missing. Say both where the trusted lists are and which certificates may sign the list of lists.`)
    return null
  }
  const isAddress = /^https?:\/\//i.test(lists)
  if (isAddress && !URL.canParse(lists))
    problems.push('QSIGNHUB_TRUSTED_LISTS is not an address. Write the whole address of the list of lists, or a directory.')
  return {
    directory: isAddress
      ? path.join(/* turbopackIgnore: true */ dataDir, 'trusted-lists')
      : absolute('QSIGNHUB_TRUSTED_LISTS', lists, cwd, problems),
    address: isAddress ? lists : null,
    signers: absolute('QSIGNHUB_TRUSTED_LIST_SIGNERS', signers, cwd, problems),
  }
}

function mailOf(env: Env, problems: string[]): Config['mail'] {
  if (!env.SMTP_URL) return null
  if (env.MAIL_FROM) return { url: env.SMTP_URL, from: env.MAIL_FROM }
  problems.push('MAIL_FROM is missing. SMTP_URL is set, so say which address mails come from, like "Example Bank <sign@example.com>".')
  return null
}

function smsOf(env: Env, problems: string[]): SmsGateway | null {
  const missing = (name: keyof Env): null => {
    problems.push(`${name} is missing. SMS_PROVIDER=${env.SMS_PROVIDER} needs it.`)
    return null
  }
  const inTestMode = env.SMS_TEST_MODE === 'send'
  switch (env.SMS_PROVIDER) {
    case undefined:
      return null
    case 'generic':
      return env.SMS_URL
        ? { inTestMode, provider: 'generic', url: env.SMS_URL, token: env.SMS_TOKEN ?? null, from: env.SMS_FROM ?? null }
        : missing('SMS_URL')
    case 'twilio': {
      if (!env.TWILIO_ACCOUNT_SID) return missing('TWILIO_ACCOUNT_SID')
      if (!env.TWILIO_AUTH_TOKEN) return missing('TWILIO_AUTH_TOKEN')
      if (!env.SMS_FROM) return missing('SMS_FROM')
      return {
        inTestMode,
        provider: 'twilio',
        url: env.SMS_URL ?? 'https://api.twilio.com',
        accountSid: env.TWILIO_ACCOUNT_SID,
        authToken: env.TWILIO_AUTH_TOKEN,
        from: env.SMS_FROM,
      }
    }
  }
}

/** What would go over a network unencrypted. Nobody else reads along on this machine. */
function inClear({ mode, baseUrl, sms, databaseUrl }: Config): { refused: string[]; warned: string[] } {
  const refused: string[] = []
  const warned: string[] = []
  if (sms && new URL(sms.url).protocol !== 'https:' && !isLoopback(new URL(sms.url).hostname))
    refused.push('SMS_URL must be https: text messages carry the codes for signing. Only a gateway on this machine may be http.')
  const { protocol, hostname } = new URL(baseUrl)
  if (mode === 'test' && protocol !== 'https:' && !isLoopback(hostname))
    warned.push(
      'BASE_URL is http and leads to another machine than this one: links, codes, PINs and API keys go over the network in clear. ' +
        'Put a TLS proxy in front, and set BASE_URL to its https address.',
    )
  if (databaseUrl && !isEncrypted(new URL(databaseUrl))) {
    const problem = 'DATABASE_URL leads to another machine without TLS. Add ?sslmode=verify-full.'
    ;(mode === 'live' ? refused : warned).push(problem)
  }
  return { refused, warned }
}

/** Or on this machine: a loopback address, or a socket, which `host` names by its path. */
function isEncrypted({ hostname, searchParams }: URL): boolean {
  const mode = searchParams.get('sslmode') ?? ''
  const named = searchParams.get('host') ?? decodeURIComponent(hostname)
  return named === '' || named.startsWith('/') || isLoopback(named) || /^(?:require|verify-ca|verify-full)$/.test(mode)
}

/** On a machine that only its developer reaches, one directory is convenient. */
function secretsBesideData({ mode, host, baseUrl, dataDir, masterKeyFile, serverShareFile }: Config): string[] {
  const beside = [masterKeyFile, serverShareFile].every((file) => !path.relative(dataDir, file).startsWith('..'))
  const served = mode === 'live' || !isLoopback(host) || !isLoopback(new URL(baseUrl).hostname)
  if (!beside || !served) return []
  return [
    'Master key and server share lie in the data directory: whoever copies it can read everything and sign as this installation. ' +
      'Keep each elsewhere: QSIGNHUB_MASTER_KEY_FILE, QSIGNHUB_SERVER_SHARE_FILE.',
  ]
}

function withoutLists({ mode, trustedLists }: Config): string[] {
  if (mode === 'test' || trustedLists) return []
  return [
    'No trusted lists are configured: validation tells no signature as qualified, those made here included. ' +
      'Say where they are: QSIGNHUB_TRUSTED_LISTS, QSIGNHUB_TRUSTED_LIST_SIGNERS.',
  ]
}

function withoutSupport({ mode, support }: Config): string[] {
  if (mode === 'test' || support !== null) return []
  return [
    'No address for help is configured: pages, mails and terms tell people to write to whoever runs this installation, and do not say where. ' +
      'Set QSIGNHUB_SUPPORT.',
  ]
}

function liveProblems(env: Env): string[] {
  const needed = ['BASE_URL', 'DATABASE_URL', 'QSIGNHUB_MASTER_KEY_FILE', 'QSIGNHUB_SERVER_SHARE_FILE', 'SMTP_URL', 'SMS_PROVIDER'] as const
  const problems = needed.filter((name) => !env[name]).map((name) => `${name} is missing. QSIGNHUB_MODE=live does not run on defaults.`)
  if (env.BASE_URL && new URL(env.BASE_URL).protocol !== 'https:') problems.push('BASE_URL must be https in QSIGNHUB_MODE=live.')
  return problems
}
