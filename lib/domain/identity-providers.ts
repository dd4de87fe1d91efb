// National identity providers of the method eidas_idp, by country. An installation may be connected to some of them, or none.

import type { SignatureType } from './event'

export type NationalProviders = { country: string; providers: readonly string[]; signatureLevels: readonly SignatureType[] }

/** One row for each member state of the European Union whose providers a signer may be sent to. */
export const NATIONAL_PROVIDERS: readonly NationalProviders[] = [
  { country: 'PL', providers: ['Profil Zaufany', 'mObywatel', 'KIR'], signatureLevels: ['qes'] },
  { country: 'DE', providers: ['BankID', 'Bundesdruckerei'], signatureLevels: ['qes'] },
  { country: 'FR', providers: ['France Identité', 'La Poste'], signatureLevels: ['qes', 'aes'] },
  { country: 'ES', providers: ['Cl@ve', 'DNI electrónico'], signatureLevels: ['aes'] },
  { country: 'IT', providers: ['SPID', 'Carta di Identità Elettronica'], signatureLevels: ['aes'] },
  { country: 'CZ', providers: ['Bankovní identita', 'Identita občana'], signatureLevels: ['aes'] },
  { country: 'AT', providers: ['ID Austria'], signatureLevels: ['aes'] },
  { country: 'BE', providers: ['itsme', 'eID'], signatureLevels: ['aes'] },
  { country: 'BG', providers: ['Evrotrust'], signatureLevels: ['aes'] },
  { country: 'DK', providers: ['MitID'], signatureLevels: ['aes'] },
  { country: 'EE', providers: ['ID-kaart', 'Mobiil-ID', 'Smart-ID'], signatureLevels: ['aes'] },
  { country: 'FI', providers: ['Finnish Trust Network'], signatureLevels: ['aes'] },
  { country: 'HR', providers: ['eOsobna', 'Certilia'], signatureLevels: ['aes'] },
  { country: 'LT', providers: ['Mobilusis parašas', 'Smart-ID'], signatureLevels: ['aes'] },
  { country: 'LU', providers: ['LuxTrust'], signatureLevels: ['aes'] },
  { country: 'LV', providers: ['eParaksts', 'Smart-ID'], signatureLevels: ['aes'] },
  { country: 'NL', providers: ['iDIN', 'DigiD'], signatureLevels: ['aes'] },
  { country: 'PT', providers: ['Chave Móvel Digital', 'Cartão de Cidadão'], signatureLevels: ['aes'] },
  { country: 'SE', providers: ['BankID', 'Freja eID'], signatureLevels: ['aes'] },
  { country: 'SI', providers: ['SI-PASS'], signatureLevels: ['aes'] },
]
