// What the reference shows of the API: operations, objects and events in the form in which a page is drawn from them. Texts are HTML.

export type TypeName = {
  name: string
  /** Whether the reference describes an object of this name. */
  linked: boolean
  list: boolean
  nullable: boolean
}

export type Limit = { kind: 'format' | 'length' | 'range' | 'items' | 'default' | 'pattern'; value: string }

export type Field = {
  name: string
  type: TypeName
  required: boolean
  text: string | null
  limits: readonly Limit[]
  /** All values that the field may have, where they are listed. */
  values: readonly string[]
  /** The fields within, where the field is an object without a name of its own. */
  fields: readonly Field[]
}

export type FieldGroup = { where: 'path' | 'query' | 'header' | 'body'; mediaType: string | null; fields: readonly Field[] }

export type Refusal = { status: number; code: string; title: string; advice: string }

export type Operation = {
  anchor: string
  method: string
  path: string
  title: string
  text: string
  takes: readonly FieldGroup[]
  answer: { status: number; object: string | null; mediaTypes: readonly string[]; headers: readonly Field[] }
  refusals: readonly Refusal[]
  /** How the operation is called, as a command for a shell. */
  call: string
  /** The body of a successful answer. */
  example: string | null
}

export type Chapter = { title: string; text: string; operations: readonly Operation[] }
export type ApiObject = { name: string; anchor: string; text: string | null; fields: readonly Field[] }
export type ApiEvent = { type: string; anchor: string; text: string; example: string }

export type Reference = {
  introduction: string
  chapters: readonly Chapter[]
  events: { headers: readonly Field[]; list: readonly ApiEvent[] }
  objects: readonly ApiObject[]
  /** Headers of every answer. */
  headers: readonly Field[]
}

export const objectAnchor = (name: string): string => `/objects/${name}`
