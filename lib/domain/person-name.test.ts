// Names of persons: those of the world pass, what reads as markup, an address, a formula or a command does not.

import { expect, test } from 'vitest'
import { isPersonName } from './person-name'

test.each([
  ...['Łukasz Żółć', 'Ελένη Παπαδοπούλου', 'Елена Сергеевна Щукина', 'Anne-Marie O’Neill', "D'Angelo", "'t Hooft", 'Ngọc Ánh', 'Þór Ðað'],
  ...['J. R. Smith, Jr.', 'John Smith 3rd', 'Ludwig Ⅱ', 'Anna Kowalska 2', 'Kumar A/L Raju', 'Gal·la Pla', 'José\u0301 Peña', 'Kaʻiulani'],
  ...[
    '山田 太郎',
    '山田\u3000太郎',
    'レオナルド・ダ・ヴィンチ',
    '김철수',
    '欧文‧约翰',
    'ז׳בוטינסקי',
    'בן־גוריון',
    'محمد علي',
    'می\u200cخواهم',
    'ශ්\u200dරී',
  ],
  ...['सुनीता शर्मा', 'สมชาย ใจดี', 'བསྟན་འཛིན', 'ნინო', 'Հակոբյան', 'አበበ', 'ꠌꠤꠟꠦꠐꠤ'],
])('%s is a name', (name) => expect(isPersonName(name)).toBe(true))

test.each([
  ...[
    'javascript:alert(1)',
    '<script>',
    'Anna <anna@example.com>',
    'https://example.com',
    'a//b',
    'Anna / Kowalska',
    '/etc',
    'A&B',
    'a"b',
    '{{7*7}}',
    '${x}',
  ],
  ...[
    "=cmd|'/c calc'!A1",
    '+1',
    '-2+3',
    '@SUM(A1)',
    '\tAnna',
    'Anna\nBcc: eve@example.com',
    '%0aAnna',
    'a\\b',
    'a;b',
    'a|b',
    '`id`',
    '(erased)',
    '#1',
    'a_b',
    '*',
  ],
  ...[
    '',
    ' ',
    ' Anna',
    '-',
    "'",
    "''",
    '123',
    '\u0301Anna',
    'An\u200bna',
    'An\u200dna',
    'Anna\u202e',
    '\ufeffAnna',
    'Anna\0',
    'Anna\ud800',
    'Anna 😀',
    'Anna\u00ad',
  ],
])('%j is none', (name) => expect(isPersonName(name)).toBe(false))
