// The serial number of a certificate, in groups of four, so that it can be compared by eye and breaks between them. Copied, it has no gaps.

export function Serial({ hex }: { hex: string }) {
  return (
    <span className="font-mono">
      {(hex.match(/.{1,4}/g) ?? []).map((group, at) => (
        // A serial number never changes, so the place of a group names it.
        <span key={at}>
          {at > 0 && <wbr />}
          <span className="mr-[0.45em]">{group}</span>
        </span>
      ))}
    </span>
  )
}
