// Whether a server can start here: asked once, before anything is started, so that a mistake is one message and not the death of a server.
import { once } from 'node:events'
import net from 'node:net'

/** Exit statuses: settings that cannot be used, as the server itself ends with (EX_CONFIG of sysexits.h); a port that cannot be had. */
const STATUS = { settings: 78, port: 1 }

/** Ends this process with a message where a server could not start. `called`: the directory in which npm was called. */
export async function requireStartable(called) {
  const { readConfig } = await import('../lib/generated/settings.mjs')
  let settings
  try {
    settings = readConfig(process.env, called)
  } catch (error) {
    if (error.name !== 'ConfigError') throw error
    return end(error.message, STATUS.settings)
  }
  const problem = await portProblem(settings)
  if (problem) end(problem, STATUS.port)
}

function end(message, status) {
  console.error(message)
  process.exit(status)
}

/** Why nothing can listen there, and what to do, in one line; undefined where something can. */
export async function portProblem({ host, port }) {
  const probe = net.createServer().listen({ host, port, exclusive: true })
  try {
    await once(probe, 'listening')
  } catch (error) {
    const says = PROBLEMS[error.code] ?? (() => `QSignHub cannot listen on ${host}:${port} (${error.code}).`)
    return says(host, port)
  }
  probe.close()
  await once(probe, 'close')
  return undefined
}

const noAddress = (host) =>
  `QSIGNHUB_HOST is ${host}, which is no address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.`
const PROBLEMS = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is in use: another program listens there, perhaps a QSignHub that was started before. End it, or set PORT to another port.`,
  EACCES: (_, port) => `Port ${port} may not be used by this user. Set PORT to one from 1024 to 65535.`,
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
}
