// Whether everything is asked for: stories tagged @whole, and the large numbers. `npm run e2e -- --whole` says so.
export const WHOLE: boolean = process.env['QSIGNHUB_E2E_WHOLE'] === '1'
