// Sizes in the unit that fits.

import { expect, test } from 'vitest'
import { sizeOf } from './lines'

test.each([
  [0n, '0 B'],
  [999n, '999 B'],
  [1_000n, '1 kB'],
  [999_994n, '999.99 kB'],
  [999_996n, '1 MB'],
  [1_000_000n, '1 MB'],
  [1_234_567n, '1.23 MB'],
  [100_000_000_000n, '100 GB'],
  [2_000_000_000_000n, '2 TB'],
  [9_000_000_000_000_000n, '9000 TB'],
])('%i bytes are %s', (bytes, size) => expect(sizeOf(bytes)).toBe(size))
