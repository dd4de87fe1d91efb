// What keeps a server from starting is said in one message, with what to do, before anything is started.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { portProblem } from './startable.mjs'

const taken = net.createServer()
let port: number
beforeAll(async () => {
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  ;({ port } = taken.address() as AddressInfo)
})
afterAll(() => void taken.close())

const served = (env: Record<string, string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/serve.mjs'], {
    encoding: 'utf8',
    // Vitest has a BASE_URL of its own.
    env: { ...process.env, BASE_URL: '', QSIGNHUB_DATA_DIR: tmpdir(), ...env },
  })
  return { status, stdout, lines: stderr.trimEnd().split('\n') }
}

test('a port in use is named in one line, and the status is 1', () => {
  expect(served({ PORT: String(port) })).toEqual({
    status: 1,
    stdout: '',
    lines: [expect.stringMatching(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use: .* set PORT to another port\\.$`))],
  })
})

test('each wrong setting is named with what is allowed, and the status is 78', () => {
  expect(served({ PORT: 'abc', TRUSTED_PROXIES: 'all' })).toEqual({
    status: 78,
    stdout: '',
    lines: [
      'QSignHub cannot start; 2 settings need attention:',
      expect.stringMatching(/^ {2}- PORT is not a port\. Use a whole number from 1 to 65535/),
      expect.stringMatching(/^ {2}- TRUSTED_PROXIES is not a number of proxies/),
    ],
  })
})

test('a host that is no address of this machine is named', async () => {
  expect(await portProblem({ host: '192.0.2.1', port: 0 })).toMatch(/^QSIGNHUB_HOST is 192\.0\.2\.1, which is no address of this machine/)
})

test('a free port is left free', async () => {
  expect([await portProblem({ host: '127.0.0.1', port: 0 }), await portProblem({ host: '127.0.0.1', port: 0 })]).toEqual([
    undefined,
    undefined,
  ])
})
