// What a signer may do at any step: refuse, start again, choose a language.

import { z } from 'zod'
import { LANGUAGES } from '../../../wording/catalogue'
import { act } from '../step-operations'
import { refuse } from './refuse'
import { restart } from './restart'
import { setLanguage } from './set-language'

export const anyTime = {
  acts: {
    refuse: act({ reason: z.string().trim().min(1).max(1000) }, refuse),
    restart: act({}, restart),
    set_language: act({ language: z.enum(LANGUAGES) }, setLanguage),
  },
}
