// The words by which a signer accepts the documents: which ones, by their digests, and what follows.

import type { TextDraft, TextFacts } from './shown-text'

export type ApprovedDocument = { title: string; pages: number; sha256: string }

export function documentApproval(facts: TextFacts, documents: readonly ApprovedDocument[]): TextDraft {
  const count = documents.length === 1 ? 'the document' : `all ${documents.length} documents`
  return {
    id: 'document-approval',
    version: '1.0',
    date: '2026-11-21',
    title: 'Acceptance of the documents',
    summary: [
      `You accept ${count} as shown. Nothing is signed yet: that takes your PIN and a code in the next step.`,
      'From here on the unsigned documents can no longer be downloaded, unless you start again.',
    ],
    body: `
I have read the following and accept ${documents.length === 1 ? 'it' : 'them'} for signature, exactly in the form in which ${documents.length === 1 ? 'it was' : 'they were'} shown to me:

| Document | Pages | SHA-256 |
|---|---|---|
${documents.map(({ title, pages, sha256 }) => `| ${title.replaceAll('|', '\\|')} | ${pages === 0 ? 'none' : pages} | ${sha256} |`).join('\n')}

${facts.requester} asked for my signature. I know that my PIN and the code sent to my phone will sign ${documents.length === 1 ? 'this document' : 'all of these documents'} in one act.
`,
  }
}
