// A name that no identity document could be compared with is refused when the request is made, not after three checks.
import { expect, it } from 'vitest'
import { Signer } from './signer-input'

const taken = (name: string) => Signer.safeParse({ name, email: 'anna@example.com' }).success

it.each(['Anna Maria Kowalska', 'Ελένη Παπαδοπούλου', 'Юрий Гагарин', 'mgr inż. Łukasz Żółć', 'Suparman', "Catherine O'Brien 3rd"])(
  '%s',
  (name) => {
    expect(taken(name)).toBe(true)
  },
)

it.each(['محمد عبد الرحمن', 'דוד כהן', '王小明', '김민준', 'अनिल कुमार', 'Anna Παπαδοπούλου'])(
  '%s is refused, with what to write instead',
  (name) => {
    expect(taken(name)).toBe(false)
    const { error } = Signer.safeParse({ name, email: 'anna@example.com' })
    expect(error?.issues[0]?.message).toContain('as at the bottom of the document')
  },
)
