// No sentence for people stands in the code: sentences are in messages/<language>, so that they can be translated.

import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'

/** At least three words that begin like a sentence. Names, keys, addresses and class names do not match. */
const SENTENCE = /^\s*\p{Lu}[\p{L}'’-]*,?(?: [\p{L}'’-]*\p{Ll}[\p{L}'’-]*[,;:]?){2,}/u

/** Where English is said in the code, and why it may be. */
const ELSEWHERE = [
  // The description of the API and the guides to it, for programmers: one document, in English, with the schemas it describes.
  /^lib\/(?:http\/(?:schemas|endpoints|openapi)\/|operations\/webhooks\/event-types\.ts)/,
  /^app\/docs\//,
  // Said to the operator of the server or the caller of a program, before a language is known.
  /^lib\/(?:operations\/administration\/|(?:admin\/|adopt\.ts)|adapters\/sockets\/)/,
  /^lib\/(?:config|start|self-test|demo-tenant|readiness|usable-paths|built-file|adapters\/prisma\/bind-database)\.ts$/,
  // Documents made for tests and demonstrations, which are in a language of their own.
  /^lib\/(?:sample-contract\.ts|operations\/sandbox\/|identity\/specimen\/)/,
  // What the test authority publishes about itself, in the language that its certificates name.
  /^lib\/(?:adapters\/trust|http\/pki)\//,
  // Names that national providers have in their own languages.
  /^lib\/domain\/identity-providers\.ts$/,
  // What is wrong with a file, in the words of the engine that read it.
  /^lib\/(?:signature\/|documents\/rehearse\.ts$)/,
]
/** Calls whose texts are for programmers: unexpected errors, lines of the log, descriptions of schemas. */
const FOR_PROGRAMMERS = /^(?:\w*Error|UnsupportedAlgorithm|meta|info|warn|error|debug|fatal)$/

const files = ['app', 'components', 'lib']
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => `${root}/${file}`))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^lib\/(?:generated|testing)\//.test(file))
  .filter((file) => !ELSEWHERE.some((where) => where.test(file)))

function sentencesIn(file: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && FOR_PROGRAMMERS.test(calledBy(node.expression))) return
    // Statements of SQL.
    if (ts.isTaggedTemplateExpression(node)) return
    const text = textOf(node)
    if (text !== undefined && SENTENCE.test(text)) found.push(`${file}: ${text.trim().slice(0, 80)}`)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))
  return found
}

function calledBy(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text
  return ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('x') : undefined
}

it('has no sentence in the code', () => {
  expect(files.flatMap(sentencesIn)).toEqual([])
})
