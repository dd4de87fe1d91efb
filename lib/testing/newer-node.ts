// What pdf.js asks of its browser, and Node has from version 22 on.

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
