// Makes the empty database that a first start unpacks: initdb takes seconds and half a gigabyte of memory, unpacking takes neither.
// Never committed: it belongs to one version of PGlite.
import { renameSync, writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'

const TARGET = 'prisma/pglite-template.tgz'

const database = await PGlite.create()
const template = await database.dumpDataDir('gzip')
await database.close()
const aside = `${TARGET}.${process.pid}`
writeFileSync(aside, Buffer.from(await template.arrayBuffer()))
renameSync(aside, TARGET)
