// The log: one JSON object per line, the request id once, no personal data even where a caller passes it, and of an error no members but
// its message, stack and causes.

import { describe, expect, it } from 'vitest'
import { openLog } from './log'

const logged = (write: (log: ReturnType<typeof openLog>) => void): { text: string; entry: Record<string, unknown> } => {
  let text = ''
  write(
    openLog('info', {
      write: (line: string) => {
        text += line
      },
    }),
  )
  return { text, entry: JSON.parse(text) as Record<string, unknown> }
}

describe('openLog', () => {
  it('writes what stands in every line once', () => {
    const { text, entry } = logged((log) => log.with({ request_id: 'req_1' }).info({ request_id: 'req_1', status: 200 }, 'api'))
    expect(text.split('request_id')).toHaveLength(2)
    expect(entry).toMatchObject({ level: 'info', request_id: 'req_1', status: 200, msg: 'api' })
  })

  it('hides personal data and secrets that come by mistake', () => {
    const { text } = logged((log) =>
      log.info({ email: 'anna@example.com', signer: { phone: '+48500123456', pin: '4711' }, token: 't0ken' }, 'x'),
    )
    for (const secret of ['anna', '48500', '4711', 't0ken']) expect(text).not.toContain(secret)
  })

  it('writes a moment as a moment and a list as a list', () => {
    const { entry } = logged((log) => log.info({ until: new Date('2026-11-21T10:00:00.000Z'), checks: ['a', 'b'] }, 'x'))
    expect(entry).toMatchObject({ until: '2026-11-21T10:00:00.000Z', checks: ['a', 'b'] })
  })

  it('hides addresses and numbers that an error message quotes', () => {
    const refused = new Error('550 5.1.1 <anna.k@example.com>: Recipient address rejected', {
      cause: new Error('no route to +48500123456'),
    })
    const { text } = logged((log) => log.warn({ error: refused }, 'failed'))
    expect(text).toContain('550 5.1.1 <[address]>: Recipient address rejected')
    for (const secret of ['anna', '48500']) expect(text).not.toContain(secret)
  })

  it('cuts what is long, in values and in errors: they may quote what a stranger sent', () => {
    const long = 'x'.repeat(1_000_000)
    const error = new Error(long, { cause: new Error(long) })
    expect(logged((log) => log.warn({ refused: long, task: { of: long }, error }, 'failed')).text.length).toBeLessThan(30_000)
  })

  it('keeps the message and cause of an error, and nothing that hangs on it', () => {
    const error = Object.assign(new Error('outer', { cause: new Error('inner') }), { response: { body: 'anna@example.com' } })
    const { text, entry } = logged((log) => log.error({ error }, 'failed'))
    expect(entry.error).toMatchObject({ type: 'Error', message: 'outer', cause: { message: 'inner' } })
    expect(text).not.toContain('anna')
  })
})
