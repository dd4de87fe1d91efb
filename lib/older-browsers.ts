// What pages and pdf.js ask of their browser, and browsers of before 2024 have not. Loaded before anything else, on pages and in the viewer's worker.

Promise.withResolvers ??= <T>() => {
  let [resolve, reject]: [(value: T | PromiseLike<T>) => void, (reason?: unknown) => void] = [() => undefined, () => undefined]
  const promise = new Promise<T>((fulfil, refuse) => ([resolve, reject] = [fulfil, refuse]))
  return { promise, resolve, reject }
}

const buffers = ArrayBuffer.prototype as ArrayBuffer & { transferToFixedLength?(length?: number): ArrayBuffer }
buffers.transferToFixedLength ??= function (this: ArrayBuffer, length = this.byteLength) {
  const bytes = new Uint8Array(length)
  bytes.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)))
  return bytes.buffer
}

/** Not listed by `for … in` over an array, as the browser's own is not. */
function lend(name: 'toSorted' | 'toReversed', value: (this: unknown[], order?: (a: unknown, b: unknown) => number) => unknown[]): void {
  if (!(name in Array.prototype)) Object.defineProperty(Array.prototype, name, { value, writable: true, configurable: true })
}
lend('toSorted', function (order) {
  return [...this].sort(order)
})
lend('toReversed', function () {
  return [...this].reverse()
})
