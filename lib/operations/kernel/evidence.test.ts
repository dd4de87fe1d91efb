// The evidence on a real database: an unbroken chain under concurrent writers, read back as it was written, and status columns that agree.

import { JOB } from '../../domain/caller'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPglite } from '../../adapters/prisma/pglite'
import type { Database } from '../../adapters/prisma/database'
import type { Context } from './context'
import { append, loadEvents, loadRequest } from './evidence'
import { newIntegrity } from './integrity'

const REQUEST = 'sreq_1'
const now = new Date('2026-11-22T10:00:00.123Z')
let database: Database
let context: Context

/** The part of a context that `append` needs. */
const contextOn = ({ prisma }: Database): Context =>
  ({
    db: prisma,
    now: () => now,
    machineNow: () => now,
    followers: [],
    secrets: { kept: () => new Uint8Array(32) },
    integrity: newIntegrity(),
    log: { error: () => undefined },
  }) as unknown as Context

beforeAll(async () => {
  database = await openPglite(mkdtempSync(path.join(tmpdir(), 'evidence-')), async () => () => undefined)
  context = contextOn(database)
  const { prisma } = database
  await prisma.tenant.create({ data: { id: 'ten_1', name: 'Bank' } })
  await prisma.signatureRequest.create({
    data: {
      id: REQUEST,
      tenantId: 'ten_1',
      mode: 'test',
      status: 'completed',
      signatureType: 'qes',
      ordered: true,
      statusHash: 'h',
      createdAt: now,
      expiresAt: new Date('2026-12-22T10:00:00Z'),
      // No follower asks for the time-stamps of these facts.
      stampsDueAt: now,
    },
  })
  await prisma.signer.create({
    data: {
      id: 'sgn_1',
      requestId: REQUEST,
      tenantId: 'ten_1',
      position: 1,
      status: 'refused',
      profile: new Uint8Array(),
      linkHash: 'l',
      locale: 'en-GB',
      createdAt: now,
    },
  })
})

afterAll(() => database.close())

describe('evidence', () => {
  it('begins a chain and writes the index by the same fold', async () => {
    await database.prisma.$transaction((tx) =>
      append(context, tx, REQUEST, [
        {
          by: JOB,
          fact: {
            type: 'request_created',
            mode: 'test',
            signature_type: 'qes',
            ordered: true,
            expires_at: '2026-12-22T10:00:00.000Z',
            documents: [],
            signers: [{ id: 'sgn_1', order: 1, profile_sha256: 'a'.repeat(64) }],
          },
        },
      ]),
    )
    expect((await loadRequest(context, database.prisma, REQUEST)).signers[0]?.id).toBe('sgn_1')
    expect((await database.prisma.signer.findUniqueOrThrow({ where: { id: 'sgn_1' } })).status).toBe('pending_verification')
  })

  it('reads back exactly what was hashed, members in any order', async () => {
    await database.prisma.$transaction((tx) =>
      append(context, tx, REQUEST, [
        {
          by: JOB,
          fact: {
            type: 'verification_passed',
            signer: 'sgn_1',
            verification: 'ver_1',
            result_sha256: 'b'.repeat(64),
            findings: [{ model: 'mrz/1', check: 'zahlen', passed: true, score: 0.30000000000000004, threshold: 1e-7, detail: 'ł Ω' }],
          },
        },
      ]),
    )
    await expect(loadEvents(context, database.prisma, REQUEST)).resolves.toHaveLength(2)
  })

  it('stays one chain when twenty write at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.prisma.$transaction((tx) =>
          append(context, tx, REQUEST, [{ by: JOB, fact: { type: 'signer_reminded', signer: 'sgn_1', channel: 'email' } }]),
        ),
      ),
    )
    const events = await loadEvents(context, database.prisma, REQUEST)
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
  })

  it('refuses them when a row was changed', async () => {
    await database.prisma.$executeRaw`UPDATE "Event" SET "fact" = jsonb_set("fact"::jsonb, '{channel}', '"sms"') WHERE "sequence" = 7`
    await expect(loadEvents(context, database.prisma, REQUEST)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    expect(context.integrity.faults()).toEqual([{ place: REQUEST, what: 'event 7' }])
  })
})
