// Which addresses of a document only lead somewhere, when somebody follows them: those of the web, of mail and of a telephone.

/**
 * What has no scheme is resolved against where the file lies, which may be a disk or a server of a stranger (`//host/share`); people mean the
 * web where they leave it out, and their own document where they begin with a `#`.
 */
const LEADS = /^\s*(?:https?:\/\/[^\\]|mailto:|tel:|www\.|#|$)/i

export const onlyLeads = (address: string): boolean => LEADS.test(address)
