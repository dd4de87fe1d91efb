// The viewer's worker, made into public/pdfjs by scripts/copy-viewer-assets.mjs: pdf.js, after what older browsers lack.

import '@/lib/older-browsers'

export { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs'
