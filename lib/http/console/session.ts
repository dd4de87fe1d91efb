// The console's sign-in: an API key opens a session, which is looked up again with every request, and its key with it.

import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { contextFor } from '../../context'
import { macUnder } from '../../crypto/keyring'
import { may, type Permission } from '../../domain/permissions'
import { Problem } from '../../domain/problem'
import type { OrganisationCaller } from '../../domain/caller'
import {
  endConsoleSession,
  findConsoleSession,
  LONGEST_SECONDS,
  startConsoleSession,
  type OpenSession,
} from '../../operations/access/console-session'
import type { Context } from '../../operations/kernel/context'
import { answered } from '../answer/answered'
import { authenticate } from '../api/authenticate'
import { countRequest, refusalWhenExceeded } from '../api/rate-limit'
import { tooLarge } from '../input/body'
import { wholeBody } from '../input/body-pieces'
import { clientDigest } from '../input/client-address'
import { bodyLimitOf } from '../input/route-limits'
import { CLIENT_ADDRESS } from '../node/client-address'

export const SIGN_IN_PAGE = '/console/sign-in'
/** Every page of the console shows requests. */
const OPENS_CONSOLE: Permission = 'requests:read'

const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https:')
/** `__Host-` makes browsers insist on Secure, path / and no domain, so that no neighbour can set the cookie; over http it cannot be used. */
const cookieName = (baseUrl: string, name: string): string => (isSecure(baseUrl) ? `__Host-qsh-${name}` : `qsh-${name}`)

/** Made per request, because secret and address belong to the installation. next-auth reads its own address from the environment only. */
export function sessionOptions(context: Context): NextAuthOptions {
  process.env['NEXTAUTH_URL'] ??= context.baseUrl
  const { baseUrl, log } = context
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(baseUrl) } as const
  return {
    // Signs the tokens against forged forms alone.
    secret: macUnder(context.secrets.key('console session'), (key) => Buffer.from(key).toString('base64')),
    session: { strategy: 'jwt', maxAge: LONGEST_SECONDS },
    // The cookie holds the random value of a row in the database, and nothing else.
    jwt: {
      encode: ({ token }) => Promise.resolve(token?.sub ?? ''),
      decode: ({ token }) => Promise.resolve(token === undefined ? null : { sub: token }),
    },
    useSecureCookies: isSecure(baseUrl),
    // next-auth joins all cookies whose names begin with that of the session: no other may.
    cookies: {
      sessionToken: { name: cookieName(baseUrl, 'console'), options },
      csrfToken: { name: cookieName(baseUrl, 'csrf'), options },
      callbackUrl: { name: cookieName(baseUrl, 'next'), options },
    },
    pages: { signIn: SIGN_IN_PAGE },
    providers: [
      CredentialsProvider({
        name: 'API key',
        credentials: { key: { label: 'API key', type: 'password' } },
        authorize: async (credentials, request) => signIn(context, credentials?.key, request.headers),
      }),
    ],
    callbacks: { jwt: ({ token, user }) => (user ? { sub: user.id } : token) },
    events: { signOut: ({ token }) => endConsoleSession(context, token.sub ?? '') },
    logger: { error: (code) => log.error({ reason: code }, 'the console sign-in failed'), warn: () => undefined, debug: () => undefined },
  }
}

/** `id`: the value for the cookie. Each sign-in is logged, and each that is refused; the key never is. */
async function signIn(
  context: Context,
  key: string | undefined,
  sent: Record<string, unknown> | undefined,
): Promise<{ id: string } | null> {
  const address = sent?.[CLIENT_ADDRESS]
  const headers = new Headers(typeof address === 'string' ? { [CLIENT_ADDRESS]: address } : {})
  const client = clientDigest(context, headers)
  try {
    const caller = await authenticate(context, key?.trim() ?? null)
    const who = { tenant_id: caller.tenantId, key_id: caller.apiKeyId, client }
    if (!may(caller, OPENS_CONSOLE)) {
      context.log.warn({ ...who, refused: 'FORBIDDEN' }, 'a sign-in to the console was refused')
      return null
    }
    context.log.info(who, 'signed in to the console')
    return { id: await startConsoleSession(context, caller) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    context.log.warn({ client, refused: error.code }, 'a sign-in to the console was refused')
    const refusal = refusalWhenExceeded(await countRequest(context, headers, 'anonymous', 'sign-in'), context.now())
    if (refusal) throw refusal
    return null
  }
}

type Segment = { params: Promise<{ nextauth: string[] }> }
/** The status that goes on to next-auth, which answers by itself. */
const ADMITTED = 204
const SIGN_OUT = /^\/api\/auth\/signout\/?$/

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
  const answer = await handler(bounded, segment, sessionOptions(context))
  // What this browser keeps of the pages of before is not for whoever sits there next.
  if (request.method === 'POST' && SIGN_OUT.test(request.nextUrl.pathname)) answer.headers.set('clear-site-data', '"cache", "storage"')
  return answer
}

/** next-auth reads a body whole, however long it is. Null where it is too long for a sign-in. */
async function boundedRequest(request: NextRequest): Promise<NextRequest | null> {
  if (request.body === null) return request
  const { url, method, headers } = request
  try {
    const most = bodyLimitOf(request)
    const body = await wholeBody(request, most, () => tooLarge(most))
    return new NextRequest(url, { method, headers, body })
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** The session that this browser has, if it is still open and its key may use the console. */
export const consoleSession = async (context: Context): Promise<OpenSession | null> => sessionIn(context, await cookies())

type Cookies = { get(name: string): { value: string } | undefined }

async function sessionIn(context: Context, sent: Cookies): Promise<OpenSession | null> {
  const token = sent.get(cookieName(context.baseUrl, 'console'))?.value
  const session = token === undefined ? null : await findConsoleSession(context, token)
  return session && may(session.caller, OPENS_CONSOLE) ? session : null
}

export type ConsoleCaller = { context: Context; caller: OrganisationCaller; tenant: { name: string; color: string | null } }

/** The account that is signed in. An action that changes something asks for its permission. */
export async function consoleCaller(made?: Context): Promise<ConsoleCaller | null> {
  const context = made ?? (await contextFor())
  const session = await consoleSession(context)
  return session && { context, caller: session.caller, tenant: { name: session.tenant.name, color: session.tenant.color } }
}

/** For the calls of the console's pages. */
export async function requireConsoleCaller(context: Context, { url, headers }: Request): Promise<OrganisationCaller> {
  const session = await sessionIn(context, new NextRequest(url, { headers }).cookies)
  if (!session) throw new Problem('SESSION_ENDED.console')
  return session.caller
}
