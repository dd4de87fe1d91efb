// What the page /verify itself has to know of its answers. Apart from the schemas, so that a browser loads nothing else with it.

export { REPORT_FORMATS, type ReportFormat } from '../../operations/validation/report-formats'
export { isQualified } from '../../operations/validation/proven-levels'
export { hasEffect, namesList, stateOfDocument } from '../../operations/validation/plain-words'
export { EXPECTED_CHANGES, mayShow } from '../../operations/validation/shown-changes'
