// Settings: a first run needs none; a wrong one is named together with what to do, without its value.

import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config'

const problemsOf = (env: Record<string, string>, cwd = '/srv/app'): readonly string[] => {
  try {
    readConfig(env, cwd)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs no variable', () => {
    expect(readConfig({ PATH: '/bin', SMTP_URL: '' }, '/srv/app')).toEqual({
      mode: 'test',
      port: 3000,
      host: '127.0.0.1',
      baseUrl: 'http://localhost:3000',
      dataDir: '/srv/app/.data',
      databaseUrl: null,
      masterKeyFile: '/srv/app/.data/secrets/master.key',
      serverShareFile: '/srv/app/.data/secrets/server-share.key',
      mail: null,
      support: null,
      sms: null,
      countrySigners: null,
      trustedLists: null,
      trustedProxies: 0,
      logLevel: 'info',
      warnings: [],
    })
  })

  it('sends text messages of test mode only where that is said', () => {
    const sms = (env: Record<string, string>) =>
      readConfig({ SMS_PROVIDER: 'generic', SMS_URL: 'https://sms.example.com/messages', ...env }, '/srv').sms
    expect([sms({})?.inTestMode, sms({ SMS_TEST_MODE: 'keep' })?.inTestMode, sms({ SMS_TEST_MODE: 'send' })?.inTestMode]).toEqual([
      false,
      false,
      true,
    ])
    expect(problemsOf({ SMS_TEST_MODE: 'yes' })).toEqual([expect.stringMatching(/^SMS_TEST_MODE must be "keep" or "send"/)])
  })

  it('takes trusted lists from an address or a directory, together with their signers', () => {
    const lists = (QSIGNHUB_TRUSTED_LISTS: string) =>
      readConfig({ QSIGNHUB_TRUSTED_LISTS, QSIGNHUB_TRUSTED_LIST_SIGNERS: 'signers' }, '/srv').trustedLists
    expect(lists('https://lists.example.org/lotl.xml')).toEqual({
      directory: '/srv/.data/trusted-lists',
      address: 'https://lists.example.org/lotl.xml',
      signers: '/srv/signers',
    })
    expect(lists('lists')).toEqual({ directory: '/srv/lists', address: null, signers: '/srv/signers' })
    expect(problemsOf({ QSIGNHUB_TRUSTED_LISTS: 'lists' })).toEqual([expect.stringMatching(/^QSIGNHUB_TRUSTED_LIST_SIGNERS is missing/)])
    expect(problemsOf({ QSIGNHUB_TRUSTED_LIST_SIGNERS: 'signers' })).toEqual([expect.stringMatching(/^QSIGNHUB_TRUSTED_LISTS is missing/)])
    expect(problemsOf({ QSIGNHUB_TRUSTED_LISTS: 'https://', QSIGNHUB_TRUSTED_LIST_SIGNERS: 'signers' })).toEqual([
      expect.stringMatching(/^QSIGNHUB_TRUSTED_LISTS is not an address/),
    ])
  })

  it('leaves variables of other programs alone', () => {
    expect(problemsOf({ MAIL: '/var/mail/anna', LOG_FORMAT: 'json', DATABASE_NAME: 'x', PORTS: '1' })).toEqual([])
  })

  it('follows the port in the address', () => {
    expect(readConfig({ PORT: '8080' }, '/srv').baseUrl).toBe('http://localhost:8080')
    expect(readConfig({ PORT: '8080', BASE_URL: 'https://sign.example.com/' }, '/srv').baseUrl).toBe('https://sign.example.com')
  })

  it.each([
    [{ PORT: '0' }, /^PORT is not a port.*remove it/],
    [{ PORT: 'http' }, /^PORT is not a port/],
    [{ PORT: '3000x' }, /^PORT is not a port/],
    [{ KEEP_ALIVE_TIMEOUT: 'long' }, /^KEEP_ALIVE_TIMEOUT is not a time/],
    [{ BASE_URL: 'sign.example.com' }, /^BASE_URL .*https:\/\/sign.example.com/],
    [{ BASE_URL: 'https://example.com/sign' }, /^BASE_URL must be an origin/],
    [{ DATABASE_URL: 'mysql://root@db/x' }, /^DATABASE_URL .*postgresql:\/\//],
    [{ SMTP_URL: 'smtp://mail.example.com' }, /^MAIL_FROM is missing/],
    [{ SMS_PROVIDER: 'pigeon' }, /^SMS_PROVIDER must be/],
    [{ SMS_PROVIDER: 'generic' }, /^SMS_URL is missing/],
    [{ SMS_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` }, /^TWILIO_AUTH_TOKEN is missing/],
    [{ QSIGNHUB_DATADIR: '/x' }, /^QSIGNHUB_DATADIR is not a setting.*QSIGNHUB_DATA_DIR/],
    [{ TWILIO_SID: 'x' }, /^TWILIO_SID is not a setting/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be/],
  ])('refuses %j', (env, message) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(message)])
  })

  it.each([
    [{ SMS_PROVIDER: 'generic', SMS_URL: 'http://sms.example.com/messages' }, /^SMS_URL must be https/],
    [{ SMS_PROVIDER: 'generic', SMS_URL: 'http://127.0.0.1.example.com/' }, /^SMS_URL must be https/],
    [{ SMS_PROVIDER: 'generic', SMS_URL: 'http://127.0.0.1:8025/' }, null],
    [{ SMS_PROVIDER: 'generic', SMS_URL: 'https://sms.example.com/' }, null],
  ])('sends no code in clear over a network: %j', (env, message) => {
    expect(problemsOf(env)).toEqual(message === null ? [] : [expect.stringMatching(message)])
  })

  it.each([
    ['postgresql://u@db.example.com/x', true],
    ['postgresql://u@db.example.com/x?sslmode=disable', true],
    ['postgresql://u@localhost/x?host=db.example.com', true],
    ['postgresql://u@db.example.com/x?sslmode=verify-full', false],
    ['postgresql://u@127.0.0.1:5432/x', false],
    ['postgresql://u@[::1]/x', false],
    ['postgresql:///x?host=/var/run/postgresql', false],
  ])('warns of a database in clear over a network, and refuses it live: %s', (url, inClear) => {
    const said = /^DATABASE_URL leads to another machine without TLS/
    expect(readConfig({ DATABASE_URL: url }, '/srv').warnings.some((warning) => said.test(warning))).toBe(inClear)
    expect(problemsOf({ DATABASE_URL: url, QSIGNHUB_MODE: 'live' }).some((problem) => said.test(problem))).toBe(inClear)
  })

  it.each([
    ['http://sign.example.com', true],
    ['http://192.168.1.20:3000', true],
    ['https://sign.example.com', false],
    ['http://localhost:3000', false],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
  ])('warns of pages in clear over a network, and refuses them live: %s', (url, inClear) => {
    const said = /^BASE_URL is http and leads to another machine/
    expect(readConfig({ BASE_URL: url }, '/srv').warnings.some((warning) => said.test(warning))).toBe(inClear)
    const refused = problemsOf({ BASE_URL: url, QSIGNHUB_MODE: 'live' }).some((problem) => /^BASE_URL must be https/.test(problem))
    expect(refused).toBe(url.startsWith('http:'))
  })

  it('warns of secrets beside the data where others reach the product', () => {
    const warnings = (env: Record<string, string>) => readConfig(env, '/srv').warnings.length
    expect(warnings({ BASE_URL: 'https://sign.example.com' })).toBe(1)
    expect(warnings({ QSIGNHUB_HOST: '0.0.0.0' })).toBe(1)
    expect(warnings({ QSIGNHUB_HOST: '0.0.0.0', QSIGNHUB_SERVER_SHARE_FILE: '/run/secrets/share' })).toBe(0)
    expect(warnings({})).toBe(0)
  })

  it('never repeats a value, which may be a password', () => {
    expect(problemsOf({ DATABASE_URL: 'db:hunter2', SMTP_URL: 'hunter2' }).join()).not.toContain('hunter2')
  })

  it('refuses a relative data directory inside the build, which the next build deletes', () => {
    expect(problemsOf({}, '/srv/app/.next/standalone').join()).toContain('QSIGNHUB_DATA_DIR must be an absolute path')
  })

  it('warns where it runs live without trusted lists, or without an address for help', () => {
    const live = {
      QSIGNHUB_MODE: 'live',
      BASE_URL: 'https://sign.example.com',
      DATABASE_URL: 'postgresql:///x?host=/var/run/postgresql',
      QSIGNHUB_MASTER_KEY_FILE: '/run/secrets/key',
      QSIGNHUB_SERVER_SHARE_FILE: '/run/secrets/share',
      SMTP_URL: 'smtps://mail.example.com',
      MAIL_FROM: 'sign@example.com',
      SMS_PROVIDER: 'generic',
      SMS_URL: 'https://sms.example.com/messages',
    }
    const lists = { QSIGNHUB_TRUSTED_LISTS: '/lists', QSIGNHUB_TRUSTED_LIST_SIGNERS: '/signers' }
    const help = { QSIGNHUB_SUPPORT: 'help@example.com' }
    expect(readConfig({ ...live, ...help }, '/srv').warnings).toEqual([expect.stringMatching(/^No trusted lists are configured/)])
    expect(readConfig({ ...live, ...lists }, '/srv').warnings).toEqual([expect.stringMatching(/^No address for help is configured/)])
    expect(readConfig({ ...live, ...lists, ...help }, '/srv').warnings).toEqual([])
    expect(problemsOf({ QSIGNHUB_SUPPORT: 'our desk' })).toEqual([expect.stringMatching(/^QSIGNHUB_SUPPORT is not a mail address/)])
  })

  it('does not run live on defaults', () => {
    const problems = problemsOf({ QSIGNHUB_MODE: 'live', BASE_URL: 'http://example.com' }).join('\n')
    for (const name of ['DATABASE_URL', 'QSIGNHUB_SERVER_SHARE_FILE', 'SMTP_URL', 'BASE_URL must be https'])
      expect(problems).toContain(name)
  })
})
