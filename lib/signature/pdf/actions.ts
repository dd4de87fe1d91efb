// What an action of a PDF may do: lead to a place in the document, turn a page, or open an address of the web or of mail. Everything else is
// refused by its name, also what a later edition of the standard may add.

import { onlyLeads } from '../address'
import type { PdfDocument } from './document'
import { Name, PdfString, Ref, stringText, type Dict, type PdfObject } from './objects'

/** The types of actions that there are (ISO 32000-2, table 201; the last two of PDF 1.2). */
const TYPES: ReadonlySet<string> = new Set([
  'GoTo',
  'GoToR',
  'GoToE',
  'GoToDp',
  'Launch',
  'Thread',
  'URI',
  'Sound',
  'Movie',
  'Hide',
  'Named',
  'SubmitForm',
  'ResetForm',
  'ImportData',
  'SetOCGState',
  'Rendition',
  'Trans',
  'GoTo3DView',
  'JavaScript',
  'RichMediaExecute',
  'SetState',
  'NoOp',
])
/** Table 216. */
const TURNS: ReadonlySet<string> = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage'])
/** What may stand where the standard has an action: in annotations and bookmarks, after another action, and when the document is opened. */
const PLACES = ['A', 'PA', 'Next', 'OpenAction'] as const
/** What sets off an additional action of an annotation, a page, a field, or the document (tables 197 to 200). */
const TRIGGERS = ['E', 'X', 'D', 'U', 'Fo', 'Bl', 'PO', 'PC', 'PV', 'PI', 'O', 'C', 'K', 'F', 'V', 'WC', 'WS', 'DS', 'WP', 'DP']
/** What is refused of a dictionary and of the actions in it; undefined where nothing is. */
export function actionIn(document: PdfDocument, dictionary: Dict): string | undefined {
  const own = ownAction(document, dictionary)
  if (own !== undefined) return own
  for (const place of PLACES)
    for (const action of dictionariesAt(document, dictionary.get(place))) {
      if (!isAction(document, action, place)) continue
      const found = refused(document, action) ?? (place === 'OpenAction' && opensAddress(document, action) ? BY_ITSELF : undefined)
      if (found !== undefined) return found
    }
  const [additional] = dictionariesAt(document, dictionary.get('AA'))
  if (!additional) return undefined
  // A font or an image may be called AA as well; its entries are no actions.
  const actions = TRIGGERS.flatMap((key) => dictionariesAt(document, additional.get(key))).filter((action) => typeOf(document, action))
  const [first] = actions.flatMap((action) => refused(document, action) ?? [])
  return first ?? (actions.length > 0 ? 'additional actions' : undefined)
}

/** Whether the action, or one after it (12.6.2), opens an address: when the document is opened, nobody has asked for that. */
function opensAddress(document: PdfDocument, first: Dict): boolean {
  const seen = new Set<Dict>()
  const open = [first]
  for (let action = open.pop(); action !== undefined; action = open.pop()) {
    if (seen.has(action)) continue
    seen.add(action)
    document.budget.spend('steps', 1)
    if (typeOf(document, action) === 'URI') return true
    open.push(...dictionariesAt(document, action.get('Next')))
  }
  return false
}

/** Attributes of the structure tree and bookmarks stand under the same keys. They have no type, where an action has one. */
function isAction(document: PdfDocument, dictionary: Dict, place: (typeof PLACES)[number]): boolean {
  const type = document.get(dictionary.get('S'))
  return type instanceof Name || type instanceof PdfString || (place === 'OpenAction' && !isPage(document, dictionary))
}

/** A destination begins with its page (12.3.2.2). */
function isPage(document: PdfDocument, dictionary: Dict): boolean {
  const type = document.get(dictionary.get('Type'))
  return type instanceof Name && type.value === 'Page'
}

/** Readers look for actions in more places than the standard has, so whatever looks like one is judged as one. */
function ownAction(document: PdfDocument, dictionary: Dict): string | undefined {
  const type = typeOf(document, dictionary)
  const script = document.get(dictionary.get('JS'))
  if (script instanceof PdfString || (script !== null && type !== undefined) || isScript(document, dictionary.get('JS')))
    return 'JavaScript'
  // The base of all addresses is the same dictionary in the catalog, with an entry of another name.
  const base = document.get(dictionary.get('URI'))
  if (!leads(document, dictionary.get('URI')) || (base instanceof Map && !leads(document, base.get('Base')))) return ADDRESS_REFUSED
  const kind = document.get(dictionary.get('Type'))
  const named = kind instanceof Name ? kind.value : undefined
  if (type === undefined) return named === 'Action' ? UNKNOWN : undefined
  // An element of the structure tree has a type of the author's choice.
  if (named === 'StructElem') return undefined
  return named === 'Action' || TYPES.has(type) ? refused(document, dictionary) : undefined
}

/** Whether a stream is a script. Among resources, a form, a picture or a pattern may have the name JS, too, and says what it is. */
function isScript(document: PdfDocument, place: PdfObject | undefined): boolean {
  if (!(place instanceof Ref) || document.streamBehind(place) === undefined) return false
  const stream = document.dict(place)
  return !['Subtype', 'PatternType', 'ShadingType', 'FunctionType'].some((key) => stream.has(key))
}

const UNKNOWN = 'an unknown action'
const BY_ITSELF = 'an address that opens by itself'
const ADDRESS_REFUSED = 'a link to something else than http, https, mailto or tel'

function leads(document: PdfDocument, place: PdfObject | undefined): boolean {
  const address = document.get(place)
  if (address instanceof Name) return onlyLeads(address.value)
  return !(address instanceof PdfString) || onlyLeads(stringText(address))
}

function refused(document: PdfDocument, action: Dict): string | undefined {
  const type = typeOf(document, action) ?? ''
  const file = document.get(action.get('F'))
  // Readers that look at the file before the type go there.
  if (type === 'GoTo' && (file instanceof PdfString || file instanceof Map)) return 'GoToR'
  if (type === 'GoTo' || (type === 'URI' && leads(document, action.get('URI')))) return undefined
  if (type === 'URI') return ADDRESS_REFUSED
  const turn = document.get(action.get('N'))
  if (type === 'Named' && turn instanceof Name && TURNS.has(turn.value)) return undefined
  return TYPES.has(type) ? type : UNKNOWN
}

function dictionariesAt(document: PdfDocument, place: PdfObject | undefined): Dict[] {
  const value = document.get(place)
  // Many dictionaries may share one long array.
  if (Array.isArray(value)) document.budget.spend('steps', value.length)
  const all = Array.isArray(value) ? value.map((item) => document.get(item)) : [value]
  return all.filter((item) => item instanceof Map)
}

function typeOf(document: PdfDocument, action: Dict): string | undefined {
  const type = document.get(action.get('S'))
  return type instanceof Name ? type.value : undefined
}
