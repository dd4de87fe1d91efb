// The title of a document as a heading: in any script, and smaller when it is long.

const LONG = 60

export function DocumentTitle({ children }: { children: string }) {
  return (
    <span dir="auto" className={children.length > LONG ? 'block text-[0.78em] leading-[1.28]' : 'block'}>
      {children}
    </span>
  )
}
