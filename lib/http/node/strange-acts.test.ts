// What a page of ours posts passes; anything else is refused before the framework reads it.

import { readdirSync, readFileSync } from 'node:fs'
import { NextRequest } from 'next/server'
import { expect, it, vi } from 'vitest'
import { proxy } from '../../../proxy'

const ACT = `40${'a'.repeat(40)}`

const acts = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(`app/${file}`, 'utf8'))
  .filter((source) => source.includes("'use server'"))
  .flatMap((source) => [...source.matchAll(/^export async function (\w+)\(([^)]*)\)/gm)])
  .map(([, act = '', takes = '']) => [act, takes] as const)

it.each(acts)('lets pass what the act %s takes: words alone', (_, takes) => {
  for (const argument of takes.split(',').map((one) => one.trim())) expect(argument).toMatch(/^(?:|\w+: string|\.{3}\w+: string\[\])$/)
})

it('knows the acts of all pages', () => {
  expect(acts.map(([act]) => act).sort()).toEqual(['cancelRequest', 'decide', 'endOthers', 'grantTries'])
})

/** The status of the refusal; 200 where the page is asked. */
async function post(body: string, headers: Record<string, string> = {}): Promise<number> {
  const sent = { 'next-action': ACT, host: 'sign.example.com', 'content-type': 'text/plain;charset=UTF-8', ...headers }
  const request = new NextRequest('https://sign.example.com/console', { method: 'POST', headers: sent, body })
  return (await proxy(request)).status
}

const WORDS = ['[]', '["req_1"]', '["req_1","for no reason"]', '["req_1","$$ 5"]', '["req_1","a line\\nand another"]']
it.each(WORDS)('lets %s pass', async (body) => {
  expect([await post(body), await post(body, { origin: 'https://sign.example.com' })]).toEqual([200, 200])
  expect(await post(body, { host: '127.0.0.1:3000', 'x-forwarded-host': 'sign.example.com', origin: 'https://sign.example.com' })).toBe(200)
})

it.each([
  '',
  'nothing',
  '{',
  '"x"',
  '{}',
  '[null]',
  '[1,[2]]',
  '[{"toString":1},{}]',
  '["$undefined"]',
  '["$n123","$D2020-01-01"]',
  '["$K1","x"]',
  '["$F1","$Q1"]',
  '["$1","$1:__proto__:x"]',
  '["$"]',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
])('refuses %.40s', async (body) => {
  expect(await post(body)).toBe(400)
})

it('parses nothing but a list of texts', async () => {
  const parse = vi.spyOn(JSON, 'parse')
  const names = Array.from({ length: 20_000 }, (_, at) => `"${at.toString(36)}":0`).join()
  for (const body of [
    `[{${names}}]`,
    `{${names}}`,
    `[${'[],'.repeat(50_000)}0]`,
    `["x",${'1,'.repeat(50_000)}1]`,
    `["x",${'"",'.repeat(50_000)}]`,
  ])
    expect(await post(body)).toBe(400)
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
})

it('refuses acts of other sites, names that no act has, and forms', async () => {
  for (const origin of ['https://evil.example', 'null', 'nothing', 'https://sign.example.com:444'])
    expect(await post('[]', { origin })).toBe(403)
  for (const name of ['x', '__proto__', '', `40${'A'.repeat(40)}`]) expect(await post('[]', { 'next-action': name })).toBe(400)
  expect(await post('--x', { 'content-type': 'multipart/form-data; boundary=x' })).toBe(415)
  const plain = new NextRequest('https://sign.example.com/docs', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })
  expect((await proxy(plain)).status).toBe(200)
})

it('says which request it was, in JSON', async () => {
  const sent = { 'next-action': ACT, host: 'sign.example.com' }
  const answer = await proxy(new NextRequest('https://sign.example.com/console', { method: 'POST', headers: sent, body: '{' }))
  expect(await answer.json()).toEqual({ error: { code: 'MALFORMED_REQUEST', request_id: answer.headers.get('x-request-id') } })
})
