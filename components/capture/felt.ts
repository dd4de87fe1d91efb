// A short vibration, for what a person is to notice without looking; nothing where the device cannot.

const SHORT_MS = 60

export function felt(): void {
  if (typeof navigator.vibrate === 'function') navigator.vibrate(SHORT_MS)
}
