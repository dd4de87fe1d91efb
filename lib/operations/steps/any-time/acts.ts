// What a signer may do at any step: refuse, start again, go on at another screen, choose a language.

import { z } from 'zod'
import { isPlainText } from '../../../domain/plain-text'
import { LANGUAGES } from '../../../wording/catalogue'
import { act } from '../step-operations'
import { continueElsewhere } from './continue-elsewhere'
import { joinElsewhere } from './join-elsewhere'
import { offerElsewhere } from './offer-elsewhere'
import { refuse } from './refuse'
import { restart } from './restart'
import { setLanguage } from './set-language'

export const anyTime = {
  acts: {
    refuse: act({ reason: z.string().trim().min(1).max(1000).refine(isPlainText) }, refuse),
    restart: act({}, restart),
    offer_elsewhere: act({}, offerElsewhere),
    join_elsewhere: act({ code: z.string().regex(/^\d{8}$/) }, joinElsewhere),
    continue_elsewhere: act({ number: z.string().regex(/^\d{2}$/) }, continueElsewhere),
    set_language: act({ language: z.enum(LANGUAGES) }, setLanguage),
  },
}
