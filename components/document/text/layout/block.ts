// What a page says, as blocks of text in the order in which they are read: plain data of a stranger's file, which is shown as text only.

/** `lang`: of this block, where the file says that it is another than that of the document. */
export type Block =
  | { kind: 'heading'; level: number; text: string; lang?: string }
  | { kind: 'paragraph'; text: string; lang?: string }
  | { kind: 'list'; items: readonly (readonly Block[])[] }
  | { kind: 'table'; rows: readonly (readonly Cell[])[] }
  /** The words that the file has for a picture; nobody sees them on the page. */
  | { kind: 'picture'; text: string }

/** `header`: of what the cell is the header, if of anything; `across` and `down`: how many columns and rows it takes. */
export type Cell = { text: string; header: 'col' | 'row' | null; across: number; down: number }

export const plainCell = (text: string): Cell => ({ text, header: null, across: 1, down: 1 })

/**
 * `text`: can be read here. `picture`: what the page shows is a picture. `empty`: it shows nothing. `unread`: it has text, but too much of
 * it, or none that a program can read.
 */
export type PageState = 'text' | 'picture' | 'empty' | 'unread'

export type PageText = {
  number: number
  state: PageState
  blocks: readonly Block[]
  /** Text that stands in the file, but is not to be seen on the page. */
  unseen: readonly string[]
  /** What stands beside the text: a picture on a part of the page, or one behind all of it, such as a scan. */
  beside: 'picture' | 'scan' | null
}
