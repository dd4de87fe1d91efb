// What a command of the operator is, and how the words of a command line are read as one.

import { parseArgs } from 'node:util'
import type { Installation } from '../context'
import type { Say } from '../operations/administration/rotate-secret'

type Value = string | undefined
export type Options = Readonly<Record<string, Value>>
type Given = { opened: Installation; names: readonly string[]; options: Options; say: Say }
export type Option = { value: string; says: string }
export type Command = {
  name: string
  takes: readonly string[]
  options?: Readonly<Record<string, Option>>
  /** Without any of its options it would do nothing. */
  needsOption?: true
  says: string
  run(given: Given): Promise<unknown>
}

/** The value of an option that has none. */
export const FLAG = ''

export class Misunderstood extends Error {}

export const wrong = (message: string): never => {
  throw new Misunderstood(message)
}

export function understood(
  argv: readonly string[],
  commands: readonly Command[],
): { command: Command; names: readonly string[]; options: Options } {
  const command = commands.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word))
  if (!command) return wrong(`There is no command ${JSON.stringify(argv.slice(0, 2).join(' '))}`)
  const { values, positionals } = parsed(argv.slice(command.name.split(' ').length), command.options ?? {})
  const needed = command.takes.filter((name) => !name.endsWith('?')).length
  if (positionals.length < needed || positionals.length > command.takes.length) return wrong(`It is called like this: ${usage(command)}`)
  if (command.needsOption && Object.keys(values).length === 0)
    return wrong(`Nothing is said to be changed. It is called like this: ${usage(command)}`)
  return { command, names: positionals, options: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])) }
}

function parsed(args: string[], options: NonNullable<Command['options']>) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(options).map(([name, { value }]) => [name, { type: value === FLAG ? ('boolean' as const) : ('string' as const) }]),
      ),
    })
  } catch (error) {
    return wrong((error as Error).message.split('. ')[0] ?? '')
  }
}

export function usage({ name, takes, options = {} }: Command): string {
  const optional = Object.entries(options).map(([option, { value }]) => `[--${option}${value === FLAG ? '' : ` ${value}`}]`)
  return ['npm run admin --', name, ...takes.map((one) => `<${one}>`), ...optional].join(' ')
}
