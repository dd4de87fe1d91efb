// Next's configuration: a standalone server, what must stay outside the bundle, which files go along, and the headers of every answer.
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'
import createNextIntlPlugin from 'next-intl/plugin'
import { BESIDE_PAGES, framing } from './lib/http/answer/framing.mjs'

/** Native code, WebAssembly and packages that look for their own files: bundling would break them. */
const OUTSIDE_THE_BUNDLE = [
  '@electric-sql/pglite',
  'pglite-prisma-adapter',
  '@prisma/adapter-pg',
  'pg',
  'pg-boss',
  'pino',
  'nodemailer',
  '@node-rs/argon2',
  'sharp',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  '@vladmandic/human',
  '@vladmandic/face-api',
  '@techstark/opencv-js',
]

/**
 * What is read by path at run time: Next, which follows imports, cannot see it. The workers and their models are not in the list. They run
 * from the project's own lib/generated and node_modules, a third of a gigabyte that needs no second copy.
 */
const READ_BY_PATH = [
  './prisma/migrations/**/*',
  './prisma/pglite-template.tgz',
  './messages/**/*',
  './app/docs/guides/*.md',
  './node_modules/@electric-sql/pglite/dist/**/*',
  './node_modules/@expo-google-fonts/inter/**/*.ttf',
]

/** The headers of every answer. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // Addresses of signers' pages must not reach other sites.
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

/** Behind a proxy that speaks TLS; over plain HTTP the header must not be sent (RFC 6797, 7.2). */
const OVER_TLS = {
  has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
  headers: [{ key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' }],
}

/** The framing headers of everything beside pages; pages get theirs from proxy.ts. */
const framed = BESIDE_PAGES.map((path) => ({
  source: `${path}/:path*`,
  headers: Object.entries(framing(path)).map(([key, value]) => ({ key, value })),
}))

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by npm run check and npm test, so that npm start does not check them again.
  typescript: { ignoreBuildErrors: true },
  // Switches /_next/image off: no page uses it, and it would work for anybody.
  images: { unoptimized: true },
  // react-pdf imports the build of pdf.js for the newest browsers; the legacy one is for older ones, with lib/older-browsers.ts.
  turbopack: {
    resolveAlias: {
      'pdfjs-dist': 'pdfjs-dist/legacy/build/pdf.mjs',
      'pdfjs-dist/web/pdf_viewer.mjs': 'pdfjs-dist/legacy/web/pdf_viewer.mjs',
    },
  },
  serverExternalPackages: OUTSIDE_THE_BUNDLE,
  outputFileTracingIncludes: { '/*': READ_BY_PATH },
  outputFileTracingExcludes: { '/*': ['./.data/**', './e2e/**', './public/**', './lib/generated/*.mjs', './node_modules/prisma/**'] },
  headers: () => Promise.resolve([{ source: '/:path*', headers: HEADERS }, { source: '/:path*', ...OVER_TLS }, ...framed]),
}

const withTexts = createNextIntlPlugin('./lib/i18n.ts')

/**
 * Makes no source maps for a built server: nothing reads them, and they are three times the size of its code. Development has them.
 * @param {string} phase
 */
const inPhase = (phase) =>
  withTexts(phase === PHASE_PRODUCTION_BUILD ? { ...config, experimental: { turbopackSourceMaps: false } } : config)

export default inPhase
