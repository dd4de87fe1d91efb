// A report as plain data: what the server writes down and a document worker draws. Its length has no bound, so it is never drawn on the
// thread that serves.

export type Shade = 'ink' | 'soft' | 'good' | 'warn' | 'bad'
export type TextStyle = { size?: number; shade?: Shade; bold?: boolean; leading?: number }

export type ReportPart =
  | ({ draw: 'text'; value: string } & TextStyle)
  | { draw: 'heading'; value: string; size?: number }
  /** Label and value side by side. */
  | { draw: 'pair'; label: string; value: string }
  /** A dot on the timeline with what happened beside it. */
  | { draw: 'step'; title: string; detail: string | null; foot: string; shade: Shade }
  /** A JPEG with a line below it that says what it shows. */
  | { draw: 'picture'; jpeg: Uint8Array; caption: string }
  | { draw: 'rule' }
  | { draw: 'gap'; points: number }

export type Report = {
  /** RFC 5646. */
  language: string
  title: string
  /** On every page. */
  foot: string
  /** At the head of every page, such as a warning that nothing here is qualified. */
  ribbon: string | null
  at: Date
  /** Facts for programs, in the document's information dictionary, readable without a PDF library. */
  declared?: Readonly<Record<string, string | number>>
  parts: readonly ReportPart[]
}
