// Types of the offline verifier, for its tests and for the page that shows what it says; the program itself is one file of plain JavaScript.
import type { X509Certificate } from 'node:crypto'

export declare const CHECKS: readonly ['structure', 'seal', 'root', 'files', 'events', 'time_stamps', 'documents', 'audit_trail']
type Told = { problems: string[]; warnings: string[]; notes: string[] }
export type Evidence = Told & {
  checks: ({ name: (typeof CHECKS)[number] } & Told)[]
  files?: ReadonlyMap<string, Buffer>
  manifest?: Readonly<Record<string, unknown>>
  events?: readonly Readonly<Record<string, unknown>>[]
  root?: X509Certificate
  sealedAt?: Date
}
export declare function verifyEvidence(zip: Buffer, options?: { root?: string | Buffer }): Evidence
export declare const STAMPED_FACTS: readonly string[]
