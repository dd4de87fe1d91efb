// A certificate register that lives as long as its process: for benchmarks and for tests without a database.
import type { CertificateRegister } from '../domain/ports'
import type { CertificateIssuer } from '../generated/prisma/enums'

type Row = {
  readonly issuer: CertificateIssuer
  readonly serialHex: string
  readonly certificate: Uint8Array
  readonly revocation?: { readonly revokedAt: Date; readonly reason: number }
}

export function memoryRegister(): CertificateRegister {
  const rows = new Map<string, Row>()
  return {
    async find(issuer, serialHex) {
      const row = rows.get(`${issuer} ${serialHex}`)
      if (row === undefined) return null
      return row.revocation === undefined ? { status: 'good' } : { status: 'revoked', ...row.revocation }
    },
    async revoked(issuer) {
      return [...rows.values()].flatMap((row) =>
        row.issuer === issuer && row.revocation !== undefined ? [{ serialHex: row.serialHex, ...row.revocation }] : [],
      )
    },
    async record(entry) {
      const key = `${entry.issuer} ${entry.serialHex}`
      const row = rows.get(key) ?? entry
      rows.set(key, row)
      return row.certificate
    },
    async revoke(issuer, serialHex, reason, revokedAt) {
      const row = rows.get(`${issuer} ${serialHex}`)
      if (row !== undefined && row.revocation === undefined) {
        rows.set(`${issuer} ${serialHex}`, { ...row, revocation: { revokedAt, reason } })
      }
    },
  }
}
