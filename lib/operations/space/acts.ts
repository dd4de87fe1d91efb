// Every act that a page of the space may post: its input, and the operation that performs it.

import { z } from 'zod'
import type { HolderCaller } from '../../domain/caller'
import { NOTICES, REVOCATION_REASONS, type RevocationReason } from '../../domain/space'
import { LANGUAGES } from '../../wording/catalogue'
import type { Context } from '../kernel/context'
import { changePin, sendPinCode } from './certificates/change-pin'
import { revokeCertificate } from './certificates/revoke-certificate'
import { revokeWithoutPhone } from './certificates/revoke-without-phone'
import { changeEmail, sendEmailCodes } from './contact/change-email'
import { changePhone, sendPhoneCodes } from './contact/change-phone'
import { changeSettings } from './contact/change-settings'
import { endOtherSessions, endSession } from './entrance/end-sessions'
import { proveSpacePhone, sendSignInCode } from './entrance/prove-phone'
import { removePasskey } from './passkeys/own-passkeys'
import { deleteIdentity } from './rights/delete-identity'
import { erasePerson } from './rights/erase-person'

type Act<I extends z.ZodType> = { input: I; perform(context: Context, caller: HolderCaller, input: z.output<I>): Promise<unknown> }
const act = <I extends z.ZodType>(input: I, perform: Act<I>['perform']): Act<I> => ({ input, perform })

const Id = z.string().regex(/^[a-z]{3,4}_[0-9A-Za-z]{16}$/)
const Code = z.string().regex(/^\d{6}$/)
const Pin = z.string().regex(/^\d{4,8}$/)
const Email = z.email().max(254)
const Phone = z.string().min(5).max(40)
const Reason = z.enum(Object.keys(REVOCATION_REASONS) as [RevocationReason, ...RevocationReason[]])
const nothing = z.strictObject({})

export const SPACE_ACTS = {
  send_sign_in_code: act(nothing, sendSignInCode),
  prove_phone: act(z.strictObject({ code: Code }), proveSpacePhone),
  revoke_without_phone: act(nothing, revokeWithoutPhone),
  revoke_certificate: act(z.strictObject({ certificate: Id, reason: Reason }), revokeCertificate),
  send_pin_code: act(z.strictObject({ certificate: Id }), sendPinCode),
  change_pin: act(z.strictObject({ certificate: Id, pin: Pin, newPin: z.string().max(20), code: Code }), changePin),
  send_phone_codes: act(z.strictObject({ phone: Phone }), sendPhoneCodes),
  change_phone: act(z.strictObject({ old: Code, new: Code }), changePhone),
  send_email_codes: act(z.strictObject({ email: Email }), sendEmailCodes),
  change_email: act(z.strictObject({ old: Code, new: Code }), changeEmail),
  change_settings: act(
    z.strictObject({ language: z.enum(LANGUAGES).optional(), tell: z.array(z.enum(NOTICES)).max(NOTICES.length).optional() }),
    changeSettings,
  ),
  end_session: act(z.strictObject({ session: Id }), endSession),
  end_other_sessions: act(nothing, endOtherSessions),
  remove_passkey: act(z.strictObject({ passkey: Id }), removePasskey),
  delete_identity: act(nothing, deleteIdentity),
  erase: act(nothing, erasePerson),
} as const
export type SpaceActName = keyof typeof SPACE_ACTS
