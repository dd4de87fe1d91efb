// A legal text as a Markdown file: version and date in front, then the title, the summary as a list, and the full wording.

export type LegalText = { version: string; date: string; title: string; summary: Record<string, string>; body: string }

const FORM =
  /^---\nversion: (?<version>\S+)\ndate: (?<date>\d{4}-\d{2}-\d{2})\n---\n\n# (?<title>.+)\n\n(?<summary>(?:- .+\n)+)\n(?<body>[^]+)$/

export function legalText(file: string): LegalText {
  const { version = '', date = '', title = '', summary = '', body = '' } = FORM.exec(file)?.groups ?? {}
  if (body === '') throw new Error(`a legal text that does not begin with version, date, title and summary: ${file.slice(0, 80)}`)
  const lines = summary.trimEnd().split('\n')
  return { version, date, title, summary: Object.fromEntries(lines.map((line, index) => [`${index}`, line.slice(2)])), body: body.trim() }
}
