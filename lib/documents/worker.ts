// The worker that reads strangers' files: a process of its own, bundled by scripts/build-workers.mjs.

import { serve } from './serve'
import { refusalOf, TASKS } from './tasks'

serve(TASKS, refusalOf)
