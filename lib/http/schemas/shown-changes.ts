// For the page /verify: which changes to a document it shows. Apart from the schemas, so that a browser loads nothing else with it.

export { EXPECTED_CHANGES, mayShow } from '../../operations/validation/shown-changes'
