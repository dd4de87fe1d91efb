// Design tokens: every colour, radius and face of the product by name; their values for light and dark stand in app/globals.css.

import type { Config } from 'tailwindcss'

export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  darkMode: 'media',
  theme: {
    extend: {
      colors: {
        ground: 'var(--ground)',
        paper: 'var(--paper)',
        ink: 'var(--ink)',
        soft: 'var(--soft)',
        line: 'var(--line)',
        edge: 'var(--edge)',
        accent: 'var(--accent)',
        'accent-ink': 'var(--accent-ink)',
        'accent-wash': 'var(--accent-wash)',
        good: 'var(--good)',
        'good-wash': 'var(--good-wash)',
        warn: 'var(--warn)',
        'warn-wash': 'var(--warn-wash)',
        bad: 'var(--bad)',
        'bad-wash': 'var(--bad-wash)',
        desk: 'var(--desk)',
        camera: 'var(--camera)',
        'camera-green': 'var(--camera-green)',
        'camera-care': 'var(--camera-care)',
        'camera-ink': 'var(--camera-ink)',
        'camera-soft': 'var(--camera-soft)',
        'camera-warn': 'var(--camera-warn)',
      },
      borderRadius: { card: '14px', control: '12px', sheet: '6px' },
      boxShadow: {
        control: '0 1px 2px rgb(27 29 34 / 0.15)',
        sheet: '0 8px 30px rgb(27 29 34 / 0.08)',
        float: '0 12px 44px rgb(27 29 34 / 0.18)',
      },
      fontFamily: {
        sans: ['"Inter Variable"', 'system-ui', '-apple-system', 'Segoe UI', 'Roboto', 'sans-serif'],
        serif: ['"Source Serif 4 Variable"', 'Georgia', 'Times New Roman', 'serif'],
      },
      maxWidth: { column: '640px' },
    },
  },
  plugins: [],
} satisfies Config
