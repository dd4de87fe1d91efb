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
      sms: null,
      trustedProxies: 0,
      logLevel: 'info',
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

  it('never repeats a value, which may be a password', () => {
    expect(problemsOf({ DATABASE_URL: 'db:hunter2', SMTP_URL: 'hunter2' }).join()).not.toContain('hunter2')
  })

  it('refuses a relative data directory inside the build, which the next build deletes', () => {
    expect(problemsOf({}, '/srv/app/.next/standalone').join()).toContain('QSIGNHUB_DATA_DIR must be an absolute path')
  })

  it('does not run live on defaults', () => {
    const problems = problemsOf({ QSIGNHUB_MODE: 'live', BASE_URL: 'http://example.com' }).join('\n')
    for (const name of ['DATABASE_URL', 'QSIGNHUB_SERVER_SHARE_FILE', 'SMTP_URL', 'BASE_URL must be https'])
      expect(problems).toContain(name)
  })
})
