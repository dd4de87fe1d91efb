// The console's sign-in: an API key opens a session of twelve hours, and the key is looked up again with every request.

import { NextRequest } from 'next/server'
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { contextFor } from '../../context'
import { may, type Permission } from '../../domain/permissions'
import { Problem } from '../../domain/problem'
import type { KeyCaller, OrganisationCaller } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import { authenticate } from '../api/authenticate'
import { CLIENT_ADDRESS } from '../node/client-address'
import { wholeBody } from '../input/body-pieces'
import { countRequest, refusalWhenExceeded } from '../api/rate-limit'
import { answered } from '../answer/answered'
import { bodyLimitOf } from '../input/route-limits'

const SESSION_SECONDS = 12 * 3600
export const SIGN_IN_PAGE = '/console/sign-in'
/** Every page of the console shows requests. */
const OPENS_CONSOLE: Permission = 'requests:read'

/** Made per request, because secret and address belong to the installation. next-auth reads its own address from the environment only. */
function sessionOptions(context: Context): NextAuthOptions {
  process.env['NEXTAUTH_URL'] ??= context.baseUrl
  return {
    secret: Buffer.from(context.secrets.key('console session')).toString('base64'),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: SIGN_IN_PAGE },
    providers: [
      CredentialsProvider({
        name: 'API key',
        credentials: { key: { label: 'API key', type: 'password' } },
        authorize: async (credentials, request) => signIn(context, credentials?.key, request.headers),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id } : token),
      session: ({ session, token }) => ({ ...session, user: { name: token.sub ?? null } }),
    },
    logger: { error: (code) => context.log.error({ code }, 'the console sign-in failed'), warn: () => undefined, debug: () => undefined },
  }
}

async function signIn(
  context: Context,
  key: string | undefined,
  headers: Record<string, unknown> | undefined,
): Promise<{ id: string } | null> {
  try {
    const caller = await authenticate(context, key?.trim() ?? null)
    return may(caller, OPENS_CONSOLE) ? { id: caller.apiKeyId } : null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await countFailure(context, headers?.[CLIENT_ADDRESS])
    return null
  }
}

async function countFailure(context: Context, address: unknown): Promise<void> {
  const headers = new Headers(typeof address === 'string' ? { [CLIENT_ADDRESS]: address } : {})
  const refusal = refusalWhenExceeded(await countRequest(context, headers, 'anonymous', 'sign-in'), context.now())
  if (refusal) throw refusal
}

type Segment = { params: Promise<{ nextauth: string[] }> }

/** The status that goes on to next-auth, which answers by itself. */
const ADMITTED = 204

export async function authHandler(request: NextRequest, segment: Segment): Promise<Response> {
  const context = await contextFor()
  let bounded: NextRequest | null = null
  const admission = await answered(request, { context, log: { name: 'console' } }, async () => {
    bounded = await boundedRequest(request)
    return { status: bounded === null ? 413 : ADMITTED, headers: {}, body: null }
  })
  if (bounded === null || admission.status !== ADMITTED) return admission
  // The types describe the older pages router only; the function tells the two apart by their arguments.
  const handler = NextAuth as unknown as (request: Request, segment: Segment, options: NextAuthOptions) => Promise<Response>
  return handler(bounded, segment, sessionOptions(context))
}

/** next-auth reads a body whole, however long it is. Null where it is too long for a sign-in. */
async function boundedRequest(request: NextRequest): Promise<NextRequest | null> {
  if (request.body === null) return request
  const { url, method, headers } = request
  try {
    const body = await wholeBody(request, bodyLimitOf(request), () => new Problem('MALFORMED_REQUEST.json_large'))
    return new NextRequest(url, { method, headers, body })
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

export type ConsoleCaller = { context: Context; caller: OrganisationCaller; tenant: { name: string; color: string | null } }

/** The account that is signed in; null also when its key was revoked since. An action that changes something asks for its permission. */
export async function consoleCaller(made?: Context): Promise<ConsoleCaller | null> {
  const context = made ?? (await contextFor())
  const session = await getServerSession(sessionOptions(context))
  const apiKeyId = session?.user?.name
  if (!apiKeyId) return null
  const row = await context.db.apiKey.findUnique({ where: { id: apiKeyId }, include: { tenant: true } })
  if (!row || row.revokedAt) return null
  const { tenantId, mode, scopes, tenant } = row
  const caller: KeyCaller = { kind: 'key', tenantId, mode, apiKeyId, plan: tenant.plan, scopes }
  if (!may(caller, OPENS_CONSOLE)) return null
  return { context, caller, tenant: { name: tenant.name, color: tenant.color } }
}

/** For the calls of the console's pages. */
export async function requireConsoleCaller(context: Context): Promise<OrganisationCaller> {
  const signedIn = await consoleCaller(context)
  if (!signedIn) throw new Problem('SESSION_ENDED.console')
  return signedIn.caller
}
