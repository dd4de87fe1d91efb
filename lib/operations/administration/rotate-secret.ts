// Rotates a secret of the installation while it is in use: a new generation, everything sealed under it, and later the end of the old ones.

import type { SealedStore, SecretName } from '../../domain/ports'
import type { Prisma } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { CommandRefused } from './refused'
import { sealedParts, type SealedPart } from './sealed-parts'

/** Tells the operator how far the work is. */
export type Say = (line: string) => void

/**
 * What is signed and not stored lives no longer than this: links to files two days, codes ten minutes. Until then the old generation verifies
 * it.
 */
const NEEDED_FOR_MS = 2 * 86_400_000
const PROGRESS_EVERY = 1000

const COLUMNS = {
  'master-key': { check: 'masterKeyCheck', since: 'masterKeySince' },
  'server-share': { check: 'serverShareCheck', since: 'serverShareSince' },
} as const satisfies Record<SecretName, { check: keyof Prisma.InstallationUpdateInput; since: keyof Prisma.InstallationUpdateInput }>

/**
 * May be stopped at any moment and called again: it goes on where it was. Processes notice the new generation by themselves; whatever they
 * seal under the old one until then, a further pass seals anew.
 */
export async function rotateSecret(context: Context, secret: SecretName, trust: SealedStore, say: Say): Promise<void> {
  const made = await begin(context, secret)
  say(made ? `The ${secret} has a new generation.` : `The rotation of the ${secret} that was begun goes on.`)
  const parts = sealedParts(context, trust)
  while ((await sealAnew(parts, say)) > 0) say('Looking once more.')
  const { check, since } = COLUMNS[secret]
  await context.db.installation.update({
    where: { id: 'this' },
    data: { [check]: context.secrets.checks(secret)[0] ?? '', [since]: context.machineNow() },
  })
  context.log.info({ secret }, 'everything is sealed under the new generation of a secret')
  say(
    `Everything is sealed under the new ${secret}. The one of before still verifies links to files. Back up the file of the ${secret} now.`,
  )
  say(`From ${whenRetirable(context.machineNow())} on, end the one of before: npm run admin -- retire ${secret}`)
}

/** Ends all generations but the newest, when nothing is left that they have sealed. `now`: also what they have signed. */
export async function retireSecret(
  context: Context,
  secret: SecretName,
  trust: SealedStore,
  { now, say }: { now: boolean; say: Say },
): Promise<void> {
  const { check, since } = COLUMNS[secret]
  const owner = await context.db.installation.findUniqueOrThrow({ where: { id: 'this' } })
  const checks = context.secrets.checks(secret)
  if (checks[0] !== owner[check])
    throw new CommandRefused(`a rotation of the ${secret} was begun and is not finished: npm run admin -- rotate ${secret}`)
  if (checks.length === 1)
    throw new CommandRefused(`the ${secret} has one generation only. A new one is made by: npm run admin -- rotate ${secret}`)
  const rotatedAt = owner[since] ?? context.machineNow()
  if (!now && context.machineNow().getTime() < rotatedAt.getTime() + NEEDED_FOR_MS)
    throw new CommandRefused(
      `links to files may still need the ${secret} of before, until ${whenRetirable(rotatedAt)}. ` +
        'Wait until then, or add --now, which ends them and codes on their way',
    )
  const used = await usesOf(sealedParts(context, trust), say)
  if (used.length > 0)
    throw new CommandRefused(
      `the ${secret} of before is still used by ${used.join(', ')}. Seal these anew first: npm run admin -- rotate ${secret}`,
    )
  const ended = await context.secrets.retire(secret)
  context.log.info({ secret, ended }, 'generations of a secret were retired')
  say(`Nothing is left that they have sealed: ${ended} of the ${secret} ended. Back up its file, and destroy the copies of before.`)
}

const whenRetirable = (rotatedAt: Date): string => new Date(rotatedAt.getTime() + NEEDED_FOR_MS).toISOString()

/** Makes a generation, unless one was made that does not seal everything yet. Answers whether it did. Two calls at once make one. */
function begin({ db, secrets }: Context, secret: SecretName): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Installation" WHERE "id" = 'this' FOR UPDATE`
    const owner = await tx.installation.findUniqueOrThrow({ where: { id: 'this' } })
    if (secrets.checks(secret)[0] !== owner[COLUMNS[secret].check]) return false
    await secrets.add(secret)
    return true
  })
}

/** One pass over everything. Answers how many things it has sealed anew. */
async function sealAnew(parts: readonly SealedPart[], say: Say): Promise<number> {
  let total = 0
  for (const { name, outdated } of parts) {
    let renewed = 0
    for await (const thing of outdated()) {
      if (thing.fault) continue
      await thing.renew()
      if (++renewed % PROGRESS_EVERY === 0) say(`  ${name}: ${renewed} …`)
    }
    if (renewed > 0) say(`  ${name}: ${renewed} sealed anew`)
    total += renewed
  }
  return total
}

/** The parts that have something under an earlier generation, each with its number. */
async function usesOf(parts: readonly SealedPart[], say: Say): Promise<string[]> {
  const used: string[] = []
  for (const { name, outdated } of parts) {
    let [count, faults] = [0, 0]
    for await (const { fault } of outdated()) {
      if (fault) faults++
      else count++
    }
    say(`  ${name}: ${count} under an earlier generation`)
    // A backup of them may need the generation of before.
    if (faults > 0)
      throw new CommandRefused(
        `${faults} of ${name} open under no generation: they were changed outside of the product, and the log names them. Restore or delete them first`,
      )
    if (count > 0) used.push(`${name} (${count})`)
  }
  return used
}
