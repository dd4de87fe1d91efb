// Whether this run takes the larger numbers: npm run e2e -- --whole.
export const WHOLE = process.env.QSIGNHUB_E2E_WHOLE === '1'
