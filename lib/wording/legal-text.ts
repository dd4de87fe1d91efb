// A legal text as a Markdown file: version and date in front. A file without them is a passage that several texts share.

export type LegalText = { version: string; date: string; text: string }

const FRONT = /^---\nversion: (?<version>\S+)\ndate: (?<date>\d{4}-\d{2}-\d{2})\n---\n\n/

export function legalText(file: string): LegalText | string {
  const front = FRONT.exec(file)
  const text = file.slice(front?.[0].length ?? 0).trimEnd()
  if (!front?.groups) return text
  const { version = '', date = '' } = front.groups
  return { version, date, text }
}
