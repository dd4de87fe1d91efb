// The register of the embedded CA in the database: which certificates exist and which are revoked, one answer for all processes.

import type { CertificateRegister } from '../domain/ports'
import type { PrismaClient } from '../generated/prisma/client'

export function certificateRegister(db: PrismaClient): CertificateRegister {
  return {
    async find(issuer, serialHex) {
      const row = await db.issuedCertificate.findUnique({ where: { issuer_serialHex: { issuer, serialHex } } })
      if (!row) return null
      return row.revokedAt ? { status: 'revoked', revokedAt: row.revokedAt, reason: row.reason ?? 0 } : { status: 'good' }
    },
    async revoked(issuer) {
      const rows = await db.issuedCertificate.findMany({ where: { issuer, revokedAt: { not: null } }, orderBy: { serialHex: 'asc' } })
      return rows.flatMap((row) => (row.revokedAt ? [{ serialHex: row.serialHex, revokedAt: row.revokedAt, reason: row.reason ?? 0 }] : []))
    },
    /** Safe to repeat: each process records the same service certificates. */
    async record({ issuer, serialHex, certificate }) {
      await db.issuedCertificate.createMany({ data: { issuer, serialHex, certificate: new Uint8Array(certificate) }, skipDuplicates: true })
      return (await db.issuedCertificate.findUniqueOrThrow({ where: { issuer_serialHex: { issuer, serialHex } } })).certificate
    },
    /** A second revocation changes nothing: in RFC 5280 a certificate has one date of revocation. */
    async revoke(issuer, serialHex, reason, at) {
      await db.issuedCertificate.updateMany({ where: { issuer, serialHex, revokedAt: null }, data: { revokedAt: at, reason } })
    },
  }
}
