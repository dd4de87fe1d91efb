// A drawn face that does what is asked. Mirrored like the preview: the person's own left is on the left.
import type { SelfieChallenge } from '@/lib/domain/capture'

const aside: Record<SelfieChallenge, number> = { neutral: 0, turn_left: -9, turn_right: 9, open_mouth: 0, smile: 0 }

export function ChallengePicture({ kind }: { kind: SelfieChallenge }) {
  const shift = aside[kind]
  return (
    <svg aria-hidden viewBox="0 0 112 64" className="h-16 w-28" fill="none" strokeLinecap="round" strokeLinejoin="round">
      <ellipse cx="56" cy="32" rx="22" ry="28" fill="#e9d8cb" stroke="#fff" strokeWidth="2.5" />
      <g transform={`translate(${shift} 0)`} stroke="#3a2c25" strokeWidth="3">
        <path d="M47 26h.01M65 26h.01" strokeWidth="5" />
        <path d={`M56 29l${shift === 0 ? 0 : Math.sign(shift) * 3} 7`} strokeWidth="2.2" />
        <Mouth kind={kind} />
      </g>
      {kind === 'turn_left' && <path d="M22 32H4m7-8-8 8 8 8" stroke="#6fe0a5" strokeWidth="4" />}
      {kind === 'turn_right' && <path d="M90 32h18m-7-8 8 8-8 8" stroke="#6fe0a5" strokeWidth="4" />}
    </svg>
  )
}

function Mouth({ kind }: { kind: SelfieChallenge }) {
  if (kind === 'open_mouth') return <ellipse cx="56" cy="46" rx="6" ry="8" fill="#7a2f2f" stroke="none" />
  if (kind === 'smile') return <path d="M45 42c4 9 18 9 22 0" />
  return <path d="M49 46h14" />
}
