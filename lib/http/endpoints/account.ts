// The endpoints about the account and the installation: its storage and usage counters, and the countries in which an identity can be proven.

import { listCountries as readCountries } from '../../operations/verification/list-countries'
import { getUsage as readUsage } from '../../operations/usage/get-usage'
import { endpoint } from '../api/endpoint'
import { CountryList, presentCountries } from '../schemas/countries'
import { presentUsage, Usage, UsageQuery } from '../schemas/usage'

export const getUsage = endpoint(readUsage, {
  operationId: 'getUsage',
  method: 'GET',
  path: '/usage',
  tag: 'Account',
  summary: 'Read storage and usage counters',
  description:
    'How much the account stores and may store, and what each API key of this mode has done in each month. Signatures count for the key that created their request.',
  scope: 'requests:read',
  query: UsageQuery,
  view: Usage,
  present: presentUsage,
})

export const listCountries = endpoint(readCountries, {
  operationId: 'listCountries',
  method: 'GET',
  path: '/idp/countries',
  tag: 'Account',
  summary: 'List countries and identity providers',
  description: 'In which countries an identity can be proven, by whom, and for which signatures.',
  scope: 'requests:read',
  view: CountryList,
  present: presentCountries,
})
