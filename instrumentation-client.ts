// Next runs this in the browser before any page.

import '@/lib/older-browsers'
