// The architecture, executed: who may import whom (lib/README.md), no cycles, and files that can be read in one sitting.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

type Import = { to: string; typeOnly: boolean }

/** A statement's keyword, whether it imports types alone, and what it imports from. */
const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
/** Words as a union or an array, and whether a closed set is made of the array. */
const LITERALS = /(?:= \[\s*)?(?:'\w[^'\s]*'\s*[|,]\s*){2,}(?:'\w[^'\s]*')?(?:\s*\] as const)?/g
/** An arbitrary size or weight of text, or a colour in hexadecimal. */
const OWN_LOOK = /\btext-\[[\d.]+(?:px|rem)\]|\bfont-\[\d+\]|['"[]#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b/gi
const ROOTS = ['app', 'components', 'lib']
const files = [...ROOTS.flatMap(sourcesIn), 'proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts']
const graph = new Map(files.map((file) => [file, importsOf(file)]))

/** What reads the files of strangers: of these, everything else that does is made. */
const PARSERS = [
  'lib/signature/pdf/reader.ts',
  'lib/signature/pdf/pdfium.ts',
  'lib/signature/xml/scan.ts',
  'lib/signature/zip/read.ts',
  'lib/emrtd/data-object.ts',
]
/** What takes long, and longer the more it is given. */
const DRAWING = ['lib/documents/report/report-page.ts']
const SERVING = /^(?:app|components|lib\/(?:http|operations|adapters))\//

/** The composition root: settings, wiring and the start of a process. It may import everything; only `app` and `http` use it. */
const COMPOSITION =
  /^lib\/(?:config|context|start|jobs|readiness|self-test|in-flight|demo-tenant|admin\/[^/]+|control|adopt|usable-paths|sample-contract|i18n)\.ts$/

// The rules are read from the tables of lib/README.md.
const map = readFileSync('lib/README.md', 'utf8')
/** What each module may import beside itself. `types`: only as types. */
const ALLOWED = new Map(
  tableUnder('## Who may import whom').map(([module = '', code = '', types = '']) => [
    named(module)[0] ?? '',
    { code: named(code), types: named(types) },
  ]),
)
/** The modules whose folders have an order, each with its rooms from the lowest to the outermost. A room imports from lower ones only. */
const ROOMS = ['operations', 'http'].map((module) => ({
  module: `lib/${module}/`,
  rooms: tableUnder(`### The rooms of ${module}`).map(([room = '']) => named(room)[0] ?? ''),
}))

describe('the architecture', () => {
  it.each([...ALLOWED])('%s imports only what it may', (module, rule) => {
    const forbidden = [...graph]
      .filter(([file]) => moduleOf(file) === module)
      .flatMap(([file, imports]) =>
        imports.filter(({ to, typeOnly }) => !permitted(file, module, rule, to, typeOnly)).map(({ to }) => `${file} -> ${to}`),
      )
    expect(forbidden).toEqual([])
  })

  it('names sizes, weights and colours as in app/globals.css: no page has its own', () => {
    // Pictures have colours of their own; so has layout.tsx, because the browser paints its bars with a colour that it cannot look up in
    // CSS.
    const written = files
      .filter((file) => /^(?:app|components)\/.*\.tsx$/.test(file) && !/-picture\.tsx$|^app\/layout\.tsx$/.test(file))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(OWN_LOOK)].map(([look]) => `${file}: ${look}`))
    expect(written).toEqual([])
  })

  it('lets forms that scripts send be sent by scripts alone: a browser that sends one before they run writes its fields into the address', () => {
    const own = files
      .filter((file) => /^(?:app|components)\/.*\.tsx$/.test(file) && file !== 'components/ui/form.tsx')
      .filter((file) => /<form(?![^>]*\s(?:action=\{|method="post"))/.test(readFileSync(file, 'utf8')))
    expect(own).toEqual([])
  })

  it('names every module', () => {
    const modules = new Set(
      files
        .filter((file) => !COMPOSITION.test(file) && !['proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts'].includes(file))
        .map(moduleOf),
    )
    expect([...modules].sort()).toEqual([...ALLOWED.keys()].sort())
  })

  it.each(ROOMS)('lets imports of $module go down from room to room, and never up', ({ module, rooms }) => {
    const inside = files.filter((file) => file.startsWith(module))
    expect([...new Set(inside.map(roomOf))].filter((room) => room !== OUTSIDE).sort()).toEqual([...rooms].sort())
    const floor = (file: string): number => (roomOf(file) === OUTSIDE ? rooms.length : rooms.indexOf(roomOf(file)))
    const up = inside.flatMap((file) =>
      (graph.get(file) ?? []).filter(({ to }) => to.startsWith(module) && floor(to) > floor(file)).map(({ to }) => `${file} -> ${to}`),
    )
    expect(up).toEqual([])
  })

  it('lets the domain import nothing from outside, not even Node', () => {
    const outside = files
      .filter((file) => file.startsWith('lib/domain/'))
      .flatMap((file) => specifiersIn(file).filter((name) => !name.startsWith('.')))
    expect(outside).toEqual([])
  })

  it('reads the files of strangers, and draws reports, in document workers only: no import leads from what serves to a parser, nor to what draws', () => {
    const serving = files.filter((file) => SERVING.test(file) || COMPOSITION.test(file))
    expect(waysFrom(serving, [...PARSERS, ...DRAWING])).toEqual([])
  })

  it('names the folder of whatever it reads by path: else the build takes the whole clone along, data and settings included', () => {
    const anywhere = files.filter((file) => /process\.cwd\(\),\s*[^'\s]/.test(readFileSync(file, 'utf8')))
    expect(anywhere).toEqual([])
  })

  it('types no closed set a second time, and none on the wire: schemas take the list of what answers', () => {
    const lists = files.filter((file) => !file.startsWith('lib/testing/')).flatMap(literalsIn)
    const sets = new Map(lists.filter(({ tuple }) => tuple).map((list) => [list.words, list]))
    const again = lists
      .filter((list) => sets.has(list.words) && sets.get(list.words) !== list)
      .map(({ file, words }) => `${file}: ${words}`)
    const onTheWire = files.filter((file) => file.startsWith('lib/http/') && /\.enum\(\[\s*'/.test(readFileSync(file, 'utf8')))
    expect([...again, ...onTheWire]).toEqual([])
  })

  it('has no cycles', () => {
    expect(cycles().map((trail) => trail.join(' -> '))).toEqual([])
  })

  it('keeps every file to 480 lines', () => {
    expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 481)).toEqual([])
  })

  it('begins every module with a comment that says what it is', () => {
    const silent = files.filter((file) => !/^(?:'use (?:client|server)'\s+)?\/[/*]/.test(readFileSync(file, 'utf8')))
    expect(silent).toEqual([])
  })
})

function permitted(
  file: string,
  module: string,
  rule: { code: readonly string[]; types?: readonly string[] },
  to: string,
  typeOnly: boolean,
): boolean {
  const target = moduleOf(to)
  // An adapter is one folder or one file: adapters never know of each other.
  if (module === 'adapters' && target === 'adapters') return adapterOf(file) === adapterOf(to) || typeOnly
  if (target === module) return true
  const allows = (names: readonly string[] = []): boolean =>
    names.some((name) => name === target || to.startsWith(`lib/${name}/`) || to === `lib/${name}.ts` || to.startsWith(`${name}/`))
  return allows(rule.code) || (typeOnly && allows(rule.types))
}

/** The room of a file that lies in none; it counts as above all rooms. */
const OUTSIDE = ''

function roomOf(file: string): string {
  const [, , room = '', ...rest] = file.split('/')
  return rest.length === 0 ? OUTSIDE : room
}

/** The cells of each row of the first table under a heading. */
function tableUnder(heading: string): string[][] {
  const lines = map.slice(map.indexOf(`${heading}\n`)).split('\n')
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('|')) + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split('|').slice(1, -1))
}

/** The words in a cell that are marked as `code`. */
function named(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

function moduleOf(file: string): string {
  const [top = '', second = ''] = file.split('/')
  if (top !== 'lib') return top
  if (COMPOSITION.test(file)) return second.replace(/\.ts$/, '')
  return second.replace(/\.tsx?$/, '')
}

/** Where three or more words stand in a row, as a union or an array. `tuple`: a closed set, from which types and schemas follow. */
function literalsIn(file: string): { file: string; words: string; tuple: boolean }[] {
  return [...readFileSync(file, 'utf8').matchAll(LITERALS)].map(([list]) => ({
    file,
    words: [...list.matchAll(/'([^']+)'/g)]
      .map(([, word]) => word)
      .sort()
      .join(' '),
    tuple: /^= .*\] as const$/s.test(list),
  }))
}

function adapterOf(file: string): string {
  return (file.split('/')[2] ?? '').replace(/\.ts$/, '')
}

function sourcesIn(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|^lib\/generated\/|^lib\/(?:knip|vitest)\.config\.ts$/.test(file))
}

function specifiersIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap((match) => match[2] ?? match[3] ?? [])
}

/** Imports of the project's own files; packages are not followed. */
function importsOf(file: string): Import[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap((match) => {
    const to = resolved(file, match[2] ?? match[3] ?? '')
    return to ? [{ to, typeOnly: match[1] !== undefined }] : []
  })
}

function resolved(from: string, specifier: string): string | undefined {
  const base = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? path.join(path.dirname(from), specifier)
      : undefined
  if (base === undefined) return undefined
  return [`${base}.ts`, `${base}.tsx`, base].find((file) => existsSync(file) && statSync(file).isFile())
}

/** For each goal the shortest way of imports that leads to it, without those of types alone. */
function waysFrom(starts: readonly string[], goals: readonly string[]): string[] {
  const before = new Map<string, string>()
  const seen = new Set(starts)
  for (const file of seen) {
    for (const { to, typeOnly } of graph.get(file) ?? []) {
      if (typeOnly || seen.has(to)) continue
      seen.add(to)
      before.set(to, file)
    }
  }
  const wayTo = (file: string): string => {
    const from = before.get(file)
    return from === undefined ? file : `${wayTo(from)} -> ${file}`
  }
  return goals.filter((goal) => seen.has(goal)).map(wayTo)
}

/** The cycles of imports, without those of types alone: types are gone when the program runs. */
function cycles(): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file)
    if (at >= 0) found.push(trail.slice(at))
    if (at >= 0 || done.has(file)) return
    for (const { to, typeOnly } of graph.get(file) ?? []) if (!typeOnly) visit(to, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}
