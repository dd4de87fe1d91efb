// Parts of office documents that run: macros of VBA, macro sheets of Excel 4, ActiveX controls, embedded objects (which may be any program, or
// bring their own), and macros of OpenDocument.

const RUNS =
  /vbaProject\w*\.bin$|(?:^|\/)(?:activeX|macrosheets|dialogsheets)\/|\/embeddings\/[^/]*\.bin$|oleObject\w*\.bin$|^(?:Basic|Scripts)\//i

/** `name` is that of the part in the archive. */
export function runsInOffice(name: string): boolean {
  return RUNS.test(name)
}
