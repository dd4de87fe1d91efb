// The outline to hold the document in: four corners over the picture, everything outside dimmed.
import type { Box } from './guide'

const corners = [
  'top-0 left-0 border-t-[3px] border-l-[3px] rounded-tl-2xl',
  'top-0 right-0 border-t-[3px] border-r-[3px] rounded-tr-2xl',
  'bottom-0 left-0 border-b-[3px] border-l-[3px] rounded-bl-2xl',
  'bottom-0 right-0 border-b-[3px] border-r-[3px] rounded-br-2xl',
]

/** `box` in parts of the picture, 0 to 1. */
export function GuideFrame({ box, good }: { box: Box; good: boolean }) {
  const percent = (part: number) => `${part * 100}%`
  return (
    <div
      aria-hidden
      className="absolute rounded-2xl shadow-[0_0_0_9999px_rgb(16_18_22/0.55)]"
      style={{ left: percent(box.left), top: percent(box.top), width: percent(box.width), height: percent(box.height) }}
    >
      {corners.map((corner) => (
        <span
          key={corner}
          className={`absolute size-9 transition-colors motion-reduce:transition-none ${corner} ${good ? 'border-camera-green' : 'border-white/80'}`}
        />
      ))}
    </div>
  )
}
