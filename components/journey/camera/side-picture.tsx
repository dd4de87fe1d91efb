// Drawings of what to show: a card's front and back, a passport's page, a face in its oval. Decoration; the words say the same.

type What = 'card-front' | 'card-back' | 'passport' | 'face'

export function SidePicture({ what }: { what: What }) {
  if (what === 'face') return <FacePicture />
  const tall = what === 'passport'
  return (
    <svg viewBox={tall ? '0 0 240 170' : '0 0 240 152'} className="w-full max-w-[260px]">
      <defs>
        <linearGradient id="card" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#bcd3e4" />
          <stop offset="0.55" stopColor="#dfe8ee" />
          <stop offset="1" stopColor="#c3d6cf" />
        </linearGradient>
      </defs>
      <g transform="rotate(-1.2 120 76)">
        <rect x="8" y="8" width="224" height={tall ? 154 : 136} rx="11" fill="url(#card)" />
        {what !== 'card-back' && <rect x="24" y={tall ? 30 : 40} width="56" height="72" rx="5" fill="#8fa3b1" />}
        {what === 'card-front' &&
          [44, 62, 80, 98].map((y, at) => <rect key={y} x="96" y={y} width={[112, 84, 98, 64][at]} height="6" rx="3" fill="#6d8291" />)}
        {what === 'passport' &&
          [34, 52, 70, 88].map((y, at) => <rect key={y} x="96" y={y} width={[112, 84, 98, 64][at]} height="6" rx="3" fill="#6d8291" />)}
        {what === 'card-back' && <rect x="8" y="26" width="224" height="18" fill="#6d8291" opacity="0.55" />}
        {what === 'card-back' && <Chevrons from={84} rows={3} />}
        {what === 'passport' && <Chevrons from={128} rows={2} />}
      </g>
      <Corners height={tall ? 170 : 152} />
    </svg>
  )
}

function Chevrons({ from, rows }: { from: number; rows: number }) {
  return (
    <g fill="#4d6170" fontFamily="monospace" fontSize="11" letterSpacing="1.2">
      {Array.from({ length: rows }, (_, at) => (
        <text key={at} x="20" y={from + at * 17}>
          {'ID<<<<<<<<<<<<<<<<<<<<<<<<'.slice(at * 2, at * 2 + 24)}
        </text>
      ))}
    </g>
  )
}

function Corners({ height }: { height: number }) {
  const [right, bottom] = [238, height - 2]
  return (
    <g fill="none" stroke="#6fe0a5" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
      <path d="M2 22V10a8 8 0 0 1 8-8h14" />
      <path d={`M${right} 22V10a8 8 0 0 0-8-8h-14`} />
      <path d={`M2 ${bottom - 20}v12a8 8 0 0 0 8 8h14`} />
      <path d={`M${right} ${bottom - 20}v12a8 8 0 0 1-8 8h-14`} />
    </g>
  )
}

function FacePicture() {
  return (
    <svg viewBox="0 0 160 210" className="h-52">
      <defs>
        <clipPath id="oval">
          <ellipse cx="80" cy="105" rx="68" ry="90" />
        </clipPath>
      </defs>
      <g clipPath="url(#oval)">
        <rect width="160" height="210" fill="#3a4250" />
        <path d="M6 210c4-40 34-56 74-56s70 16 74 56z" fill="#566173" />
        <ellipse cx="80" cy="88" rx="38" ry="48" fill="#cbb09c" />
      </g>
      <ellipse cx="80" cy="105" rx="68" ry="90" fill="none" stroke="#ffffff66" strokeWidth="2" />
      <path d="M80 8a75 97 0 0 1 0 194" fill="none" stroke="#6fe0a5" strokeWidth="4.5" strokeLinecap="round" />
    </svg>
  )
}
