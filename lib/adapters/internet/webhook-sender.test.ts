// Where webhooks go and where they never go: a resolver and a connector of the test's own see every lookup and every connection; what is
// really contacted is a server on loopback.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect as connectTcp, createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import type { Mode } from '../../domain/event'
import type { Connection } from './connection'
import { webhookSender } from './webhook-sender'

const opened: (Server | TcpServer)[] = []
afterEach(() => {
  for (const server of opened.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  }
})

async function portOf(server: Server | TcpServer): Promise<number> {
  opened.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
const receiver = (answer: RequestListener) => portOf(createServer(answer))

/** `names` has the answers of the name servers, one for each question in turn. Every connection goes to `port` on loopback. */
function watched({
  names = {},
  port = 1,
  loopback = true,
  timeout = 5_000,
}: { names?: Record<string, string[][]>; port?: number; loopback?: boolean; timeout?: number } = {}) {
  const asked: string[] = []
  const connections: Connection[] = []
  const sender = webhookSender({
    loopback,
    timeout,
    resolve: async (name) => {
      asked.push(name)
      const answers = names[name] ?? []
      const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers
      if (answer) return answer
      throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' })
    },
    connect: async (to) => {
      connections.push(to)
      return new Promise((resolve, reject) => {
        const socket = connectTcp({ host: '127.0.0.1', port }, () => {
          resolve(socket)
        })
        socket.once('error', reject)
      })
    },
  })
  const send = (url: string, mode: Mode = 'live') => sender.send({ url, mode, headers: { 'x-test': '1' }, body: '{"a":"ł"}' })
  return { ...sender, asked, connections, send }
}

const EVIL_ADDRESSES = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.0.170',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2002:808:808::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%lo',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'ff0e::1',
  '',
  'localhost',
  '127.1',
  '0x7f000001',
]
const GOOD_ADDRESSES = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.0.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450::1',
  '2620:fe::fe',
]

const EVIL_URLS = [
  // Loopback in every notation that URL parsers know.
  'https://127.0.0.1/',
  'https://127.0.0.1:8443/',
  'https://127.1/',
  'https://127.0.1/',
  'https://0x7f.1/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://0/',
  'https://0.0.0.0/',
  'https://%31%32%37.0.0.1/',
  'https://１２７.0.0.1/',
  'https://127。0。0。1/',
  'https://①②⑦.0.0.1/',
  // Private, link-local (metadata services) and shared networks, plain and as numbers.
  'https://10.0.0.1/',
  'https://192.168.1.1/',
  'https://172.16.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://0251.0376.0251.0376/',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://192.0.2.1/',
  // Public addresses in an unusual notation.
  'https://134744072/',
  'https://8.8.2056/',
  'https://010.8.8.8/',
  // IPv6, with IPv4 inside.
  'https://[::1]/',
  'https://[::]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:1::1]/',
  'https://[fe80::1]/',
  'https://[fe80::1%25eth0]/',
  'https://[fc00::1]/',
  'https://[fd00:ec2::254]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  // Names of this machine and of private networks.
  'https://localhost/',
  'https://localhost:8443/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://a.localhost/',
  'https://metadata.google.internal/',
  'https://printer.local/',
  'https://db.lan/',
  'https://intranet/',
  'https://host.docker.internal/',
  'https://router.home.arpa/',
  'https://good.example.com./',
  'https://x.test/',
  'https://x.onion/',
  // Not https, or not an address.
  'http://good.example.com/',
  'ftp://good.example.com/',
  'file:///etc/passwd',
  'gopher://good.example.com/',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https:good.example.com',
  'https:/good.example.com',
  'https:\\\\good.example.com\\',
  'https://',
  'https:///',
  '//good.example.com/',
  'good.example.com',
  '',
  ' https://good.example.com/',
  'https://good.example.com/\n',
  'https://good.exa\tmple.com/',
  'https://good.example.com /',
  // User names and passwords, behind which the real host may hide, and fragments, which are never sent.
  'https://user@good.example.com/',
  'https://user:password@good.example.com/',
  'https://good.example.com@127.0.0.1/',
  'https://@good.example.com/',
  'https://good.example.com/#fragment',
  // Ports of other protocols, and no ports.
  'https://good.example.com:22/',
  'https://good.example.com:25/',
  'https://good.example.com:80/',
  'https://good.example.com:6379/',
  'https://good.example.com:5432/',
  'https://good.example.com:0/',
  'https://good.example.com:65536/',
]

describe('live mode', () => {
  it.each(EVIL_URLS)('refuses %j before anybody is asked or called', async (url) => {
    const sender = watched({ names: { 'good.example.com': [['8.8.8.8']], intranet: [['8.8.8.8']] } })
    expect(await sender.check(url, 'live')).toHaveProperty('refused')
    expect(await sender.send(url)).toMatchObject({ error: 'address_refused' })
    expect({ asked: sender.asked, connections: sender.connections }).toEqual({ asked: [], connections: [] })
  })

  it.each(EVIL_ADDRESSES)('refuses a name that leads to %j, also beside good addresses, before any connection', async (address) => {
    for (const answer of [[address], ['8.8.8.8', address], [address, '8.8.8.8']]) {
      const sender = watched({ names: { 'evil.example.com': [answer] } })
      expect(await sender.check('https://evil.example.com/', 'live')).toEqual({ refused: 'network' })
      expect(await sender.send('https://evil.example.com/')).toMatchObject({ error: 'address_refused' })
      expect(sender.connections).toEqual([])
    }
  })

  it.each(GOOD_ADDRESSES)('calls %s, and exactly what was checked', async (address) => {
    const sender = watched({ names: { 'good.example.com': [[address]] }, port: await receiver((_, response) => response.end('ok')) })
    expect(await sender.check('https://good.example.com:8443/hook?tenant=1', 'live')).toEqual({
      url: 'https://good.example.com:8443/hook?tenant=1',
    })
    expect(await sender.send('https://good.example.com:8443/hook?tenant=1')).toMatchObject({ status: 200, excerpt: 'ok' })
    expect(sender.connections).toEqual([{ address, port: 8443, serverName: 'good.example.com' }])
  })

  it('asks the name servers once for each delivery, so that a second answer cannot smuggle in another address', async () => {
    const sender = watched({
      names: { 'rebinding.example.com': [['8.8.8.8'], ['127.0.0.1'], ['8.8.4.4']] },
      port: await receiver((_, response) => response.end()),
    })
    expect(await sender.send('https://rebinding.example.com/')).toMatchObject({ status: 200 })
    expect(await sender.send('https://rebinding.example.com/')).toMatchObject({ error: 'address_refused' })
    expect(await sender.send('https://rebinding.example.com/')).toMatchObject({ status: 200 })
    expect(sender.asked).toHaveLength(3)
    expect(sender.connections.map(({ address }) => address)).toEqual(['8.8.8.8', '8.8.4.4'])
  })

  it.each([
    'http://169.254.169.254/latest/',
    'https://127.0.0.1/',
    'http://10.0.0.1/',
    'https://[::1]/',
    'https://good.example.com/elsewhere',
    '/elsewhere',
  ])('does not follow a redirect to %s', async (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const sender = watched({
        names: { 'good.example.com': [['8.8.8.8']] },
        port: await receiver((_, response) => response.writeHead(status, { location }).end()),
      })
      expect(await sender.send('https://good.example.com/')).toMatchObject({ status })
      expect({ asked: sender.asked.length, connections: sender.connections.length }).toEqual({ asked: 1, connections: 1 })
    }
  })
})

describe('test mode', () => {
  it.each([
    'http://localhost:4000/hook',
    'http://a.localhost:4000/',
    'http://127.0.0.1:4000/',
    'http://[::1]:4000/',
    'http://good.example.com/',
    'https://good.example.com/',
  ])('allows %s', async (url) => {
    const sender = watched({
      names: { localhost: [['127.0.0.1', '::1']], 'a.localhost': [['127.0.0.1']], 'good.example.com': [['8.8.8.8']] },
      port: await receiver((_, response) => response.end()),
    })
    expect(await sender.check(url, 'test')).toEqual({ url })
    expect(await sender.send(url, 'test')).toMatchObject({ status: 200 })
  })

  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:7f00:1]/',
    'http://[fe80::1]/',
    'http://0.0.0.0/',
    'http://inside.example.com/',
  ])('still refuses %s', async (url) => {
    const sender = watched({ names: { 'inside.example.com': [['192.168.0.7']] } })
    expect(await sender.check(url, 'test')).toHaveProperty('refused')
    expect(await sender.send(url, 'test')).toMatchObject({ error: 'address_refused' })
    expect(sender.connections).toEqual([])
  })

  it('is no way to this machine where the installation is a live one', async () => {
    const sender = watched({ loopback: false })
    for (const url of ['http://localhost:4000/', 'https://localhost/', 'https://127.0.0.1/', 'http://good.example.com/'])
      expect(await sender.check(url, 'test')).toHaveProperty('refused')
    expect(sender.asked).toEqual([])
  })
})

describe('an exchange', () => {
  const local =
    (port: number, timeout?: number) =>
    (url = '/hook?a=1') =>
      webhookSender({ loopback: true, ...(timeout === undefined ? {} : { timeout }) }).send({
        url: `http://127.0.0.1:${port}${url}`,
        mode: 'test',
        headers: { 'x-test': '1' },
        body: '{"a":"ł"}',
      })

  it('sends the body byte for byte and closes the connection', async () => {
    const seen: { request: IncomingMessage; body: string }[] = []
    const port = await receiver((request, response) => {
      void text(request).then((body) => {
        seen.push({ request, body })
        response.writeHead(503, { 'retry-after': '120' }).end('try\0 later\u001b[31m\nżółw')
      })
    })
    expect(await local(port)()).toMatchObject({
      status: 503,
      retryAfter: '120',
      excerpt: 'try  later [31m\nżółw',
      latencyMs: expect.any(Number),
    })
    expect(seen[0]).toMatchObject({ body: '{"a":"ł"}', request: { method: 'POST', url: '/hook?a=1' } })
    expect(seen[0]?.request.headers).toEqual({ host: `127.0.0.1:${port}`, 'content-length': '10', connection: 'close', 'x-test': '1' })
    await new Promise<void>((resolve) => {
      if (seen[0]?.request.socket.destroyed) resolve()
      else
        seen[0]?.request.socket.once('close', () => {
          resolve()
        })
    })
  })

  it('reads 2 kB of an endless answer, and takes the status of one that is too slow', async () => {
    const port = await receiver((request, response) => {
      response.writeHead(200)
      if (request.url !== '/endless') return void response.write('slow')
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    })
    const endless = await local(port)('/endless')
    expect(endless).toMatchObject({ status: 200, excerpt: 'x'.repeat(2048) })
    expect(await local(port, 300)('/slow')).toMatchObject({ status: 200, excerpt: 'slow' })
  })

  it('says in a word why there was no answer', async () => {
    const silent = await receiver(() => undefined)
    const hangingUp = await receiver((request) => request.socket.destroy())
    const noHttp = await portOf(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')))
    const manyHeaders = await receiver((_, response) =>
      response.writeHead(200, { 'x-many': 'x'.repeat(15_000), 'x-more': 'x'.repeat(15_000) }).end(),
    )
    const closed = await receiver(() => undefined)
    await new Promise((resolve) => opened.pop()?.close(resolve))
    expect(await local(silent, 200)()).toMatchObject({ error: 'timeout' })
    expect(await local(hangingUp)()).toMatchObject({ error: 'connection_failed' })
    expect(await local(noHttp)()).toMatchObject({ error: 'invalid_answer' })
    expect(await local(manyHeaders)()).toMatchObject({ error: 'invalid_answer' })
    expect(await local(closed)()).toMatchObject({ error: 'connection_refused' })
    expect(await watched().send('https://unknown.example.com/')).toMatchObject({ error: 'name_not_found' })
    expect(await watched().check('https://unknown.example.com/', 'live')).toEqual({ refused: 'name_not_found' })
  })

  it('reaches no database of this machine', async () => {
    for (const port of [2375, 5432, 6379, 27017]) {
      expect(await webhookSender({ loopback: true }).check(`http://127.0.0.1:${port}/`, 'test')).toEqual({ refused: 'port' })
    }
  })

  it('refuses an untrusted certificate, and speaks TLS only to https addresses', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'webhooks-'))
    const file = (name: string) => path.join(directory, name)
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        file('key'),
        '-out',
        file('certificate'),
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ],
      { stdio: 'ignore' },
    )
    let requests = 0
    const port = await portOf(
      createTlsServer({ key: readFileSync(file('key')), cert: readFileSync(file('certificate')) }, (_, response) => {
        requests += 1
        response.end()
      }),
    )
    const send = (url: string) => webhookSender({ loopback: true }).send({ url, mode: 'test', headers: {}, body: '{}' })
    expect(await send(`https://localhost:${port}/`)).toMatchObject({ error: 'tls_failed' })
    expect(await send(`https://127.0.0.1:${port}/`)).toMatchObject({ error: 'tls_failed' })
    expect(await send(`https://localhost:${await receiver(() => undefined)}/`)).toMatchObject({ error: 'tls_failed' })
    expect(requests).toBe(0)
  })

  it('takes the next address of a name when one does not answer', async () => {
    const port = await receiver((_, response) => response.end())
    const tried: string[] = []
    const sender = webhookSender({
      loopback: false,
      resolve: async () => ['2606:4700::1111', '1.1.1.1'],
      connect: async ({ address }) => {
        tried.push(address)
        if (address.includes(':')) throw Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' })
        return new Promise((resolve) => {
          const socket = connectTcp({ host: '127.0.0.1', port }, () => {
            resolve(socket)
          })
        })
      },
    })
    expect(await sender.send({ url: 'https://two.example.com/', mode: 'live', headers: {}, body: '{}' })).toMatchObject({ status: 200 })
    expect(tried).toEqual(['2606:4700::1111', '1.1.1.1'])
  })
})
