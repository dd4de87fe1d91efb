// Carries out the operator's commands, inside of a serving process (control.ts), or, where none serves, in one of their own; and keeps a trail
// of them.

import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import type { Installation } from '../context'
import { CommandRefused } from '../operations/administration/refused'
import type { Say } from '../operations/administration/rotate-secret'
import { Misunderstood, understood, usage } from './command'
import { COMMANDS } from './commands'

/** `by`: the user of the operating system who gave the command. */
export type Order = { argv: readonly string[]; by: string }
/** Exit statuses: done, not done and nothing was changed, not understood, failed. */
export const STATUS = { done: 0, refused: 1, usage: 2, failed: 70 } as const

/** Tells all commands where that is asked, or nothing is, and answers the exit status; else null. */
export function help(argv: readonly string[], say: Say): number | null {
  if (argv.length > 0 && !argv.includes('--help') && argv[0] !== 'help') return null
  say(HELP)
  return argv.length === 0 ? STATUS.usage : STATUS.done
}

/** Carries out one command, and answers its exit status. It never throws. */
export async function obey(opened: Installation, { argv, by }: Order, say: Say): Promise<number> {
  try {
    const helped = help(argv, say)
    if (helped !== null) return helped
    const { command, names, options } = understood(argv, COMMANDS)
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
