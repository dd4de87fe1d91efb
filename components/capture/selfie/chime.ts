// Two short sounds, "now" and "seen", for a signer who turns their head and does not see the screen.

export type Chime = (kind: 'now' | 'seen') => void

const pitch = { now: 587, seen: 880 } as const

/** Made by a press of a button, because browsers stay silent otherwise; without sound hardware it does nothing. */
export function createChime(): Chime {
  if (typeof AudioContext === 'undefined') return () => {}
  const audio = new AudioContext()
  return (kind) => {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = pitch[kind]
    volume.gain.setValueAtTime(0.0001, audio.currentTime)
    volume.gain.exponentialRampToValueAtTime(0.12, audio.currentTime + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.22)
    tone.connect(volume).connect(audio.destination)
    tone.start()
    tone.stop(audio.currentTime + 0.25)
  }
}
