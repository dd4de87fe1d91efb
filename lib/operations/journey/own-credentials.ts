// The certificates that the signer of a journey has from before, proven or not: those that they could sign with here, and those that they can
// sign with no more. Which of them the journey may use and show is for `standing`, and for those who ask what was proven.

import { lostCredentials, usableCredentials, type LostCredential, type UsableCredential } from '../credentials/usable-credentials'
import type { Context, Tx } from '../kernel/context'
import type { Journey } from './standing'

/** The newest first. */
export async function ownUsable(context: Context, db: Tx, journey: Journey): Promise<readonly UsableCredential[]> {
  const { mode, profile, row } = journey
  return (await usableCredentials(context, db, mode, profile, row)).filter((one) => !isSetAside(journey, one))
}

/** The newest first. */
export async function ownLost(context: Context, db: Tx, journey: Journey): Promise<readonly LostCredential[]> {
  const { mode, profile, row } = journey
  return (await lostCredentials(context, db, mode, profile, row)).filter((one) => !isSetAside(journey, one))
}

const isSetAside = ({ signer }: Journey, { row }: UsableCredential): boolean => signer.setAside.includes(row.id)
