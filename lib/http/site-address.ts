// The origin under which people and programs reach this installation, for pages that print it.

import { config } from '../config'

export function siteAddress(): string {
  return config().baseUrl
}
