// How far the video selfie has come, as dots to see and a sentence to hear.

/** `label` with {index} and {count}. */
export function ProgressDots({ index, count, label }: { index: number; count: number; label: string }) {
  return (
    <p className="flex gap-2 py-1">
      <span className="sr-only">{label.replace('{index}', String(index + 1)).replace('{count}', String(count))}</span>
      {Array.from({ length: count }, (_, place) => (
        <span
          key={place}
          aria-hidden
          className={`h-2 rounded-full ${place < index ? 'w-2 bg-camera-green' : place === index ? 'w-[22px] bg-white' : 'w-2 bg-white/25'}`}
        />
      ))}
    </p>
  )
}
