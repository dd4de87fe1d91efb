// How programs that are not ours are asked about one signature: the arguments of `openssl cms` and xmlsec1. Files are named as the caller has them.

/** CAdES, with the content beside it. `trusted`: a file of PEM; the purpose of the certificate is ours to judge. */
export const cadesVerification = (signature: string, content: string, trusted: string): string[] =>
  `cms -verify -cades -binary -inform DER -purpose any -out /dev/null`
    .split(' ')
    .concat('-in', signature, '-content', content, '-CAfile', trusted)

/** The XAdES signature in `xml` with this Id. The authorities stand in root.pem and issuing.der beside it. */
export const xadesVerification = (xml: string, id: string, ...more: string[]): string[] => [
  ...'--verify --enabled-key-data x509 --trusted-pem root.pem --untrusted-der issuing.der'.split(' '),
  ...more,
  '--node-xpath',
  `//*[@Id='${id}']`,
  '--id-attr:Id',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
  xml,
]
