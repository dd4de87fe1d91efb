// Makes a test chip: the files that an app would have read of a document of Utopia, signed by the test CSCA, right or with one fault.

import type { OrganisationCaller } from '../../domain/caller'
import type { ChipFault, ChipFiles } from '../../domain/chip'
import { FRAME_LIMITS } from '../../domain/capture'
import { Problem } from '../../domain/problem'
import { parseMrz } from '../../identity/mrz/parse'
import type { Context } from '../kernel/context'
import { jpegSize } from '../verification/jpeg-size'
import { refuseOutsideSandbox } from './refuse-outside-sandbox'

type ChipToMake = { lines: readonly string[]; portrait: Uint8Array; fault: ChipFault | null }

export async function makeTestChip(
  context: Context,
  caller: OrganisationCaller,
  { lines, portrait, fault }: ChipToMake,
): Promise<ChipFiles> {
  refuseOutsideSandbox(caller)
  const parsed = parseMrz(lines, context.machineNow())
  // Another state than that of the specimens would be somebody's to sign.
  if (!parsed.ok || parsed.problems.length > 0 || parsed.mrz.issuer !== 'UTO')
    throw new Problem('VALIDATION_FAILED.test_chip').at(['lines'], 'INVALID_VALUE')
  const size = jpegSize(portrait)
  if (!size || size.width * size.height > FRAME_LIMITS.pixels)
    throw new Problem('VALIDATION_FAILED.test_portrait').at(['portrait'], 'INVALID_VALUE')
  return context.testChips.make({ lines, portrait, size }, fault)
}
