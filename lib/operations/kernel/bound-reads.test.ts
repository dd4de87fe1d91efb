// Every place that reads rows with a MAC checks it, or is listed here with the reason why it need not: such a row may be somebody else's.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { BOUND_ROWS } from './bound-rows'

const IDS = 'takes ids only; what is done with one reads its row, and checks it'
const FREE = 'takes columns only that have no MAC'
const TOLD = 'takes columns only that are compared with the facts'
const ADMIN = 'shows the operator what is there, who may write the database anyway'
const SEALED = 'takes an id and a sealed column, which opens in its own row only'
const OPENED = 'each is checked where its profile is opened (space/whose.ts)'
const JUST_CHECKED = 'the same work has checked this row a moment ago'

/** By file below lib/, function and table. */
const UNCHECKED: Readonly<Record<string, string>> = {
  'demo-tenant.ts callerOf: tenant': FREE,
  'demo-tenant.ts openSample: signatureRequest': SEALED,
  'operations/access/invite-signer.ts invite: signatureRequest': JUST_CHECKED,
  'operations/access/invite-signer.ts mail: signer': SEALED,
  'operations/access/take-over.ts takeOver: session': JUST_CHECKED,
  'operations/administration/api-keys.ts listKeys: apiKey': ADMIN,
  'operations/administration/organisations.ts listOrganisations: tenant': ADMIN,
  'operations/administration/organisations.ts requireOrganisation: tenant': ADMIN,
  'operations/administration/sealed-parts.ts derivedSignerLinks: signer': SEALED,
  'operations/administration/sealed-parts.ts derivedStatusLinks: signatureRequest': SEALED,
  'operations/administration/sealed-parts.ts outdatedReferences: credential': SEALED,
  'operations/completion/evidence-archive.ts sealedPart: signatureRequest': TOLD,
  'operations/completion/stamp-evidence.ts stampEvidence: signatureRequest': FREE,
  'operations/credentials/person.ts knownPerson: credential': 'says in which earlier films a frame is looked for; that passes nobody',
  'operations/direct/forget-appended.ts forgetAppended: directSignature':
    'takes ids only; what it clears can only be had again by signing again',
  'operations/documents/blob-use.ts isUsed: document': IDS,
  'operations/documents/blob-use.ts isUsed: signatureRequest': IDS,
  'operations/documents/blob-use.ts requireKept: document': IDS,
  'operations/documents/purge-documents.ts purgeDocuments: document': IDS,
  'operations/documents/purge-documents.ts purgeDocumentsOf: document': IDS,
  'operations/journey-view/journey-view.ts journeyView: session': JUST_CHECKED,
  'operations/journey-view/others.ts others: signer': SEALED,
  'operations/kernel/evidence.ts writeIndex: signer': FREE,
  'operations/kernel/request-clock.ts atTimeOf: signatureRequest': TOLD,
  'operations/kernel/storage.ts takeRoom: tenant': FREE,
  'operations/maintenance/sweep.ts resumeSignatures: activation': IDS,
  'operations/maintenance/sweep.ts resumeMessages: outboxMessage': IDS,
  'operations/maintenance/sweep.ts resumeVerifications: verification': IDS,
  'operations/maintenance/sweep.ts resumeStamps: signatureRequest': IDS,
  'operations/maintenance/sweep.ts shredOldBiometrics: verification': IDS,
  'operations/maintenance/findable-by-holder.ts findableByHolder: signer': SEALED,
  'operations/space/certificates/change-pin.ts refused: credential': FREE,
  'operations/space/entrance/space-session.ts endSpaceSessions: spaceSession': IDS,
  'operations/space/passkeys/own-passkeys.ts dropPasskeys: passkey': IDS,
  'operations/kernel/claim.ts forgetAnswers: signer': IDS,
  'operations/kernel/claim.ts forgetAnswers: conversationEntry': IDS,
  'operations/requests/delete-signature-request.ts erasePeople: signer': IDS,
  'operations/space/rights/erase-ended.ts eraseEnded: signer': IDS,
  'operations/space/rights/erase-ended.ts eraseUnlessSigned: signer': 'is compared with the facts before anything is erased',
  'operations/space/rights/erase-ended.ts eraseUnlessSigned: credential': IDS,
  'operations/space/rights/erase-person.ts forgetFormerPersons: person': IDS,
  'operations/space/rights/erase-signer.ts eraseSigner: signer': JUST_CHECKED,
  'operations/space/rights/erase-signer.ts replaceByNobody: verification': IDS,
  'operations/space/rights/what-stays.ts allSigners: signer': OPENED,
  'operations/space/documents/list-own.ts listOwn: signer': OPENED,
  'operations/space/space-log.ts spaceLog: space': FREE,
  'operations/sandbox/move-sandbox-clock.ts moveSandboxClock: signatureRequest': TOLD,
  'operations/sandbox/move-sandbox-clock.ts doWhatIsDue: verification': IDS,
  'operations/signing/remembered-stamps.ts rememberedStamps: activation': FREE,
  'operations/steps/sign/sign-by-code.ts wrong: activation': FREE,
  'operations/steps/sign/sign.ts refused: activation': FREE,
  'operations/steps/sign/sign.ts refused: credential': FREE,
  'operations/usage/count-use.ts countUseOfRequest: signatureRequest': JUST_CHECKED,
  'operations/usage/get-usage.ts getUsage: apiKey': 'shows counts, and beside them names that decide nothing',
  'operations/usage/get-usage.ts getUsage: tenant': FREE,
  'operations/validation/shown-signature.ts askedNow: credential': 'takes a certificate only that is byte for byte the one of the file',
  'operations/verification/get-verification.ts matchScoreOf: verification': FREE,
  'operations/verification/move-pictures.ts moveDocuments: verification': IDS,
  'operations/webhooks/delivery/attempt.ts noteFailure: webhookEndpoint': FREE,
  'operations/webhooks/log/replay-webhook-events.ts eventsOf: webhookEvent': IDS,
  'operations/webhooks/switch-off.ts switchOff: webhookEndpoint': JUST_CHECKED,
}

const tables = Object.keys(BOUND_ROWS)
const READ = new RegExp(String.raw`\b(${tables.join('|')})\s*\.find\w*\(`, 'g')
/** Functions that check the rows which they are given. */
const CHECKS: Readonly<Record<string, RegExp>> = {
  signatureRequest: /\bownRow\(context/,
  signer: /\bownRow\(context/,
  session: /\bisAlive\(context/,
  outboxMessage: /\breadContent\(context/,
}

const isChecked = (body: string, table: string): boolean =>
  new RegExp(String.raw`\b(?:isWhole|requireWhole)\(\s*context,\s*'${table}'`).test(body) || CHECKS[table]?.test(body) === true

const lib = path.join(import.meta.dirname, '../..')
const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(?:testing|generated)\//.test(file),
)
/** What stands at the left margin from one declaration to the next. */
const declarations = (source: string): string[] => source.split(/^(?=(?:export )?(?:async )?(?:function|const|class)\b)/m)

it('lists every read of a row with a MAC that does not check it', () => {
  const unchecked = sources.flatMap((file) =>
    declarations(readFileSync(path.join(lib, file), 'utf8')).flatMap((body) => {
      const name = /\b(?:function|const|class)\*? (\w+)/.exec(body)?.[1] ?? ''
      const read = [...body.matchAll(READ)].map(([, table = '']) => table)
      return read.filter((table) => !isChecked(body, table)).map((table) => `${file} ${name}: ${table}`)
    }),
  )
  expect([...new Set(unchecked)].sort()).toEqual(Object.keys(UNCHECKED).sort())
})
