// The port for the keys of people and the signatures made with them. Where a key lives and what opens it is the provider's affair: our own
// vault, a signature service over the network (CSC API), or a hardware module behind one (PKCS#11); see decisions/0012.

import type { Bytes, Der } from './ports'

/** Data that only the provider reads and the product stores: plain JSON, and no secret that opens a key by itself. */
export type ProviderData = { readonly [name: string]: string | number }

/** Names for a certificate, in the script in which they will stand there (EN 319 412-2). */
export type CertificateSubject = { givenNames: string; surname: string; country: string; serialNumber: string }

/** A person's key at its provider; `certificate` is null until it is issued. */
export type ProviderCredential = { readonly id: string; readonly reference: ProviderData; readonly certificate: Der | null }

/**
 * Why a provider did not do what it was asked for. `wrong_factor`: the PIN or the code is wrong, and the provider does not tell which.
 * `locked`: the provider accepts no more tries for this key. `expired`: the time of this activation is over. `not_authorised`: these octets
 * are not those that were authorised, or they were signed before. `unavailable`: the provider could not be asked and has judged nothing.
 * `timed_out`: it did not answer in time; whether it has judged the factors is unknown.
 */
type Refusal = 'wrong_factor' | 'locked' | 'expired' | 'not_authorised' | 'unavailable' | 'timed_out'
/**
 * `codeWasRight`: of a wrong factor, for our counters alone: a wrong PIN counts against the key, a wrong code does not. Nobody else is told.
 * A provider that cannot say leaves it out.
 */
export type Refused = { readonly refused: Refusal; readonly codeWasRight?: boolean }

/** One act of signing: exactly these octets, by this signer, with this key. */
export type SigningActivation = {
  readonly activationId: string
  readonly signerId: string
  readonly credential: ProviderCredential
  readonly nonce: Bytes
  /** Octets, not digests: the provider knows which digest goes with the key. Their order does not matter for the authorisation. */
  readonly toSign: readonly Bytes[]
}

/** `code`: what we send to the person's phone; null where the provider sends it. `state` is handed back to `authorise`. */
export type Challenge = { readonly state: ProviderData; readonly code: string | null }

/**
 * `activationData` (SAD, TS 119 431-1): valid once, for the octets that were authorised. Kept in the memory of this process only, never
 * stored.
 */
export type Authorised = { readonly activationData: object; readonly factors: readonly ['pin', 'otp_sms'] }

/** The provider of one mode. Methods may use a network: never call one inside a transaction. Refusals are answered; a throw is a bug. */
export type SigningProvider = {
  /** Stored with each credential: which provider its reference belongs to. */
  readonly name: string
  /** Makes a key for a person, which their PIN protects. */
  enrol(person: { credentialId: string; commonName: string; pin: string }): Promise<{ reference: ProviderData } | Refused>
  /** The certificate for this key. Asked again, also after a crash or twice at once: the same certificate. */
  certify(credential: ProviderCredential, subject: CertificateSubject): Promise<{ certificate: Der } | Refused>
  /** `usable`: the key is enabled, and its certificate neither revoked nor suspended. */
  describe(credential: ProviderCredential): Promise<{ usable: boolean } | Refused>
  /** Begins the activation and asks for the second factor. A second call makes the earlier code invalid. */
  challenge(activation: SigningActivation): Promise<Challenge | Refused>
  /** Judges both factors; neither answer nor time tells which was wrong. `challenge` is null when the code's tries are used up. */
  authorise(
    activation: SigningActivation,
    factors: { readonly pin: string; readonly code: string; readonly challenge: ProviderData | null },
  ): Promise<Authorised | Refused>
  /** One signature per member of `toSign`, all or none, as CMS carries it: for ECDSA in DER. */
  sign(activation: SigningActivation, activationData: object): Promise<{ signatures: readonly Bytes[] } | Refused>
  /** Begins a change of the PIN and asks for the second factor. A second call makes the earlier code invalid. */
  challengePinChange(credential: ProviderCredential): Promise<Challenge | Refused>
  /**
   * Judges both factors as `authorise` does, and has the key protected by the new PIN: `reference` is to be stored in place of the one before.
   * No copy under the old PIN stays with the provider, and the code of a change is good for no other.
   */
  changePin(
    credential: ProviderCredential,
    factors: { readonly pin: string; readonly newPin: string; readonly code: string; readonly challenge: ProviderData | null },
  ): Promise<{ reference: ProviderData } | Refused>
  /** After a rotation of the installation's secrets: the reference as it is to be stored from now on; null where it stays as it is. */
  renew(credential: Pick<ProviderCredential, 'id' | 'reference'>): Promise<ProviderData | null>
  /** Revokes for good. `reason` is one of RFC 5280 5.3.1. A second revocation changes nothing. */
  revoke(credential: ProviderCredential, reason: number): Promise<{ revoked: true } | Refused>
}
