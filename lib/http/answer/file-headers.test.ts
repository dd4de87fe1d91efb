// Titles are other people's words: as the name of a file they neither end the header, nor leave the folder, nor stop the download.

import { describe, expect, it } from 'vitest'
import { fileName } from '../../operations/kernel/file'
import { fileHeaders } from './file-headers'

const HOSTILE = [
  'a"; filename="evil.exe',
  'a\r\nset-cookie: x=1',
  '../../etc/passwd',
  '..\\..\\x',
  '<script>alert(1)</script>',
  `${'a'.repeat(99)}𠀀`,
  `half ${'𠀀'.slice(0, 1)}`,
]

describe('names of files', () => {
  it.each(HOSTILE)('%j becomes one header, with one plain and one encoded name', (title) => {
    const { 'content-disposition': sent = '' } = fileHeaders(fileName(title, '.pdf'), 'application/pdf', 'attachment')
    expect(new Headers({ 'content-disposition': sent }).get('content-disposition')).toBe(sent)
    expect(sent).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.~!$&+^`|#%-]+$/)
    const raw = fileHeaders(title, 'application/pdf', 'inline')['content-disposition'] ?? ''
    expect(raw).toMatch(/^inline; filename="[^"\r\n]*"; filename\*=UTF-8''[^"\r\n;]*$/)
  })

  it.each(HOSTILE)('%j stays in its folder of an archive, and has a UTF-8 form', (title) => {
    const name = fileName(title, '.pdf')
    expect(name).not.toMatch(/[/\\]|^\./)
    expect(Buffer.from(name, 'utf8').toString('utf8')).toBe(name)
  })
})
