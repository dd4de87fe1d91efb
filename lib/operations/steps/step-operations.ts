// The operations' side of a step: the acts that its page posts, the texts that the signer accepts there, and what its page shows.

import { z } from 'zod'
import { asciiDigits } from '../../domain/digits'
import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import type { Journey } from '../journey/standing'
import type { DocumentToSign } from '../journey/revision-to-sign'
import type { AcceptableText } from '../legal-texts/shown-text'

/** `input`: what the page sends beside the name of the act. */
export type ActOperation = { input: z.ZodObject; perform(context: Context, caller: SignerCaller, input: never): Promise<unknown> }

export type StepOperations = {
  acts: Readonly<Record<string, ActOperation>>
  /** The texts to be accepted at this step, in the order in which they are read. */
  texts?(
    context: Context,
    journey: Journey,
    documents: readonly DocumentToSign[],
  ): readonly AcceptableText[] | Promise<readonly AcceptableText[]>
  /** What only this step's page shows; see `SHOWN` in registry.ts. */
  view?(context: Context, journey: Journey): Promise<object>
  /** Agrees to what the page shows. Steps where something has to be proven have none. */
  agree?(context: Context, caller: SignerCaller, journey: Journey): Promise<unknown>
}

export function act<Shape extends z.ZodRawShape>(
  shape: Shape,
  perform: (context: Context, caller: SignerCaller, input: z.output<z.ZodObject<Shape, z.core.$strict>>) => Promise<unknown>,
) {
  return { input: z.strictObject(shape), perform }
}

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** An id for a query; the pattern keeps NUL out, which PostgreSQL refuses. */
export const Id = z.string().regex(/^[\w-]{1,64}$/)
export const Name = z.string().trim().min(1).max(100)
export const Code = z
  .string()
  .max(16)
  .overwrite(asciiDigits)
  .regex(/^\d{6}$/)
export const Pin = z
  .string()
  .max(16)
  .overwrite(asciiDigits)
  .regex(/^\d{4,8}$/)
/** The digests of all texts that were shown. */
export const Accepted = z.array(Sha256).min(1).max(10)

/** What a page sends to accept all these texts. */
export function digestsOf(texts: readonly AcceptableText[]): string[] {
  return texts.map(({ sha256 }) => sha256)
}
