// The start and stop of a process: opens the installation, runs the self-test, starts the jobs, prints the addresses.

import { adoptOnce } from './adopt'
import { config, ConfigError, isLoopback, type Config } from './config'
import { openControl } from './control'
import { installation, type Installation } from './context'
import { seedDemoTenant, type DemoTenant } from './demo-tenant'
import { isPage } from './http/answer/framing.mjs'
import { PAGE_BODY } from './http/input/route-limits'
import { keepContentLengths } from './http/node/content-length'
import { refusePageBodies } from './http/node/page-bodies'
import { repairAddresses } from './http/node/readable-address'
import { nameClients } from './http/node/client-address'
import { takeConsole } from './http/node/framework-log'
import { keepQueries } from './http/node/sent-query'
import { endSlowClients } from './http/node/slow-clients'
import { translateTrace } from './http/node/trace'
import { dropUnreadBodies } from './http/node/unread-body'
import { drainRequests, watchRequests } from './in-flight'
import { startJobs } from './jobs'
import { setReadiness } from './readiness'
import { selfTest } from './self-test'

/** Milliseconds for open requests, and then for running jobs, to end. A job that is cut off goes on at the next start. */
const DRAIN = { requests: 5_000, jobs: 10_000 } as const

/** Exit status where another start would fail in the same way, so nothing is to start it again (EX_CONFIG of sysexits.h). */
const CANNOT_START = 78
/** Errors whose message says what to do. */
const EXPECTED = ['ConfigError', 'DirectoryInUse', 'SecretUnreadable', 'ForeignDatabase', 'InstallationChanged', 'ServerShareMismatch']

/** Ends the process with a plain message when it cannot start. */
export async function start(): Promise<void> {
  try {
    watchRequests()
    repairAddresses()
    keepQueries()
    nameClients(config().trustedProxies)
    translateTrace()
    keepContentLengths()
    dropUnreadBodies()
    endSlowClients()
    refusePageBodies({ isPage, most: PAGE_BODY })
    const opened = await installation()
    refuseUnsafeLive(opened)
    for (const warning of warnings(opened.config)) opened.log.warn({}, warning)
    await adoptOnce(opened)
    opened.documents.warm()
    const stopJobs = await startJobs(opened)
    const closeControl = await openControl(opened)
    stopOnSignal(opened, () => {
      closeControl()
      stopJobs()
    })
    const test = await selfTest(opened.contextFor())
    setReadiness({ selfTest: test })
    if (!test.passed) opened.log.error({ reason: test.reason }, 'the signing self-test failed; this process reports that it is not ready')
    if (opened.config.mode === 'test') announce(opened, await seedDemoTenant(opened))
    opened.log.info({ self_test_ms: test.milliseconds, database: opened.database.source.kind }, 'ready')
    // Last: whatever keeps the process from starting is said below, in words.
    if (process.env.NODE_ENV === 'production') takeConsole(opened.log)
  } catch (error) {
    console.error(explain(error))
    process.exit(error instanceof Error && EXPECTED.includes(error.name) ? CANNOT_START : 1)
  }
}

/** Neither secrets that the product made for itself nor its test CA may ever stand behind a live signature. */
function refuseUnsafeLive({ config, secrets }: Installation): void {
  if (config.mode !== 'live') return
  throw new ConfigError([
    ...(secrets.generated
      ? [
          'QSIGNHUB_MASTER_KEY_FILE and QSIGNHUB_SERVER_SHARE_FILE hold secrets that were generated for testing. Make your own: openssl rand -base64 32.',
        ]
      : []),
    'QSIGNHUB_MODE=live needs a qualified trust service provider, and this version can be connected to none. The built-in CA is for tests.',
  ])
}

/** What an operator should change, although the product runs. */
function warnings({ warnings: settings }: Config): readonly string[] {
  const root = 'QSignHub runs as root. Give it a user of its own: whoever breaks into it would have the whole machine.'
  return [...settings, ...(process.getuid?.() === 0 ? [root] : [])]
}

function stopOnSignal(opened: Installation, stopWork: () => void): void {
  let stopping = false
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return
    stopping = true
    setReadiness({ stopping: true })
    opened.log.info({ signal }, 'stopping: what is running may end')
    stopWork()
    try {
      await drainRequests(DRAIN.requests)
      await opened.close(DRAIN.jobs)
      process.exit(0)
    } catch (error) {
      opened.log.error({ error }, 'stopping failed')
      process.exit(1)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}

/**
 * For the person at the terminal of a test installation. Logs are kept and read by others, so key and link are shown to a person alone who
 * tries the product on their own machine.
 */
function announce({ config }: Installation, { apiKey, signerUrl }: DemoTenant): void {
  const shown = process.stdout.isTTY && isLoopback(config.host) && isLoopback(new URL(config.baseUrl).hostname)
  const lines = [
    '',
    '  QSignHub is running in test mode: signatures are real, certificates are TEST, NOT QUALIFIED.',
    '',
    `  Listens at      ${config.host}:${config.port}   (${config.host === '127.0.0.1' ? 'this machine alone; ' : ''}QSIGNHUB_HOST)`,
    `  Console         ${config.baseUrl}/console`,
    `  Outbox          ${config.baseUrl}/outbox   (mails and text messages that went out)`,
    `  Test API key    ${shown ? apiKey : 'npm run admin -- demo-key   (shows it, and the link of a sample contract)'}`,
    ...(shown && signerUrl ? ['', '  Sign the sample contract now, as Anna Example:', `  ${signerUrl}`] : []),
    '',
  ]
  console.log(lines.join('\n'))
}

/** What is printed when the start fails. The messages of expected errors say what to do, so their stack is left out. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'QSignHub cannot start.'
  if (error.name === 'ConfigError') return error.message
  if (EXPECTED.includes(error.name)) return `QSignHub cannot start: ${error.message}.`
  return `QSignHub cannot start: ${error.stack ?? error.message}${error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : ''}`
}
