// Where the console leads somebody who has signed in.

/** Into the console and to the outbox only: any other address would make the sign-in an open redirect. */
export function signInTarget(to: string | undefined): string {
  return to !== undefined && /^\/(?:console(?:\/[\w/-]*)?|outbox)$/.test(to) ? to : '/console'
}
