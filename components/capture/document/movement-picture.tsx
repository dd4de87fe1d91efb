// Shows how to tilt the document: a drawn card that does it, again and again, or stands tilted when motion is unwelcome.
import type { CSSProperties } from 'react'
import type { Movement } from '@/lib/domain/capture'

const turns: Record<Movement, string> = {
  tilt_left: 'rotateY(-34deg)',
  tilt_right: 'rotateY(34deg)',
  tilt_forward: 'rotateX(38deg)',
  tilt_back: 'rotateX(-38deg)',
}

export function MovementPicture({ movement }: { movement: Movement }) {
  return (
    <div aria-hidden className="grid h-20 place-items-center [perspective:260px]">
      <svg
        viewBox="0 0 96 60"
        className="h-16 w-auto animate-[tilt_1.8s_ease-in-out_infinite] motion-reduce:![animation:none]"
        style={{ transform: turns[movement], '--turn': turns[movement] } as CSSProperties}
      >
        <rect x="1.5" y="1.5" width="93" height="57" rx="7" fill="#dfe8ee" stroke="#6fe0a5" strokeWidth="3" />
        <rect x="10" y="15" width="24" height="31" rx="3" fill="#8fa3b1" />
        <path d="M43 19h40M43 29h30M43 39h36" stroke="#6d8291" strokeWidth="4" strokeLinecap="round" />
      </svg>
    </div>
  )
}
