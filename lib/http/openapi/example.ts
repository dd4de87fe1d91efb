// Makes the example of a schema from the examples of its fields, so that a field's example is written once.

import type { Json } from './json-schema'

/** A placeholder where a text or number has no example; a test refuses it. */
export const MISSING = 'no example'

/** The example that the schema carries, or one built from its parts. */
export function exampleOf(schema: Json, schemas: Readonly<Record<string, Json>>, at = ''): unknown {
  const [given] = (schema['examples'] ?? []) as readonly unknown[]
  if (given !== undefined) return given
  if (schema['const'] !== undefined) return schema['const']
  if (schema['default'] !== undefined) return schema['default']
  const [first] = (schema['enum'] ?? []) as readonly unknown[]
  if (first !== undefined) return first
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].replace('#/components/schemas/', '')
    return exampleOf(schemas[name] ?? {}, schemas, name)
  }
  const [alternative] = (schema['anyOf'] ?? schema['oneOf'] ?? []) as readonly Json[]
  if (alternative) return exampleOf(alternative, schemas, at)
  const [type] = [schema['type']].flat()
  switch (type) {
    case 'object': {
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>)
      return Object.fromEntries(properties.map(([name, inner]) => [name, exampleOf(inner, schemas, `${at}/${name}`)]))
    }
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as Json, schemas, `${at}/0`)]
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return `${MISSING} at ${at}`
  }
}
