// What is done once with the data of an earlier version, before anything else reads it.

import { doneOnce } from './adapters/done-once'
import type { Installation } from './context'
import { adoptColumns, adoptRows } from './operations/kernel/adopt-bound-rows'
import { adoptEarlierRows } from './operations/maintenance/adopt-earlier-rows'
import { movePictures } from './operations/verification/move-pictures'

export async function adoptOnce({ config, contextFor }: Installation): Promise<void> {
  await doneOnce(config.dataDir, {
    name: 'evidence-adopted',
    why: 'The evidence of earlier versions has its MACs. While this file is here, evidence without them is refused.',
    work: () => adoptEarlierRows(contextFor()),
  })
  await doneOnce(config.dataDir, {
    name: 'rows-adopted',
    why: 'The rows of earlier versions have their MACs. While this file is here, links, sessions, keys and documents without them are refused.',
    work: () => adoptRows(contextFor()),
  })
  await doneOnce(config.dataDir, {
    name: 'columns-adopted',
    why: 'The MACs of rows are over more columns than in the first version that had them. While this file is here, earlier MACs are refused.',
    work: () => adoptColumns(contextFor()),
  })
  await movePictures(contextFor())
}
