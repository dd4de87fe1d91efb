// Keeps the server running: starts it again when it dies, later each time, and gives up when it dies too often. A stop that was asked for
// ends it for good.
import { once } from 'node:events'

/** Exit status of a server that cannot start with these settings: a second start would fail as the first did (EX_CONFIG of sysexits.h). */
const CANNOT_START = 78
/** Exit status of the supervisor when it has given up (EX_SOFTWARE of sysexits.h). */
const GAVE_UP = 70
/** So many deaths within this time are a fault that no start repairs. */
const [DEATHS, WITHIN_MS] = [6, 10 * 60_000]
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
/** What a shell makes of a signal. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }

/**
 * `start` answers the child process of a server. `wait` waits for so many milliseconds, or until its signal aborts. Answers the exit status
 * with which the supervisor is to end, and `stop`, which passes a signal on to the server.
 */
export function supervise(start, { wait = pause, now = Date.now, log = line } = {}) {
  const stopping = new AbortController()
  let server
  const run = async () => {
    let deaths = []
    for (;;) {
      server = start()
      const [code, signal] = await ended(server)
      if (stopping.signal.aborted) return code ?? 128 + (SIGNALS[signal] ?? 0)
      if (code === 0 || code === CANNOT_START) return code
      deaths = [...deaths, now()].filter((at) => at > now() - WITHIN_MS)
      if (deaths.length >= DEATHS) {
        const minutes = WITHIN_MS / 60_000
        log(
          'error',
          { code, signal, deaths: deaths.length },
          `the server died ${DEATHS} times in ${minutes} minutes and is not started again`,
        )
        return GAVE_UP
      }
      const waits = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (deaths.length - 1))
      log('error', { code, signal, deaths: deaths.length, wait_ms: waits }, 'the server died and is started again')
      await wait(waits, stopping.signal)
      if (stopping.signal.aborted) return 0
    }
  }
  return {
    ended: run(),
    stop(signal) {
      stopping.abort()
      server.kill(signal)
    },
  }
}

/** The signals that ask a process to stop go to the server, which ends gracefully; this process ends with its status. */
export async function superviseProcess(start) {
  const { ended: status, stop } = supervise(start)
  // The terminal of a person who leaves sends SIGHUP. The server knows SIGTERM and SIGINT.
  for (const signal of Object.keys(SIGNALS)) process.on(signal, () => stop(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  process.exit(await status)
}

async function ended(server) {
  try {
    return await once(server, 'exit')
  } catch (error) {
    console.error(`The server could not be started: ${error.message}`)
    return [1, null]
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** In the form of the server's own log. */
function line(level, fields, message) {
  console.log(JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg: message }))
}
