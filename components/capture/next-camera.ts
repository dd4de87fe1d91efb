// The camera that "Switch camera" leads to.

/**
 * `running`: the one whose picture is shown, as far as the browser says; `chosen`: the one that was asked for. Of neither nothing is known
 * before the first picture: then it begins at the first.
 */
export function nextCamera(cameras: readonly string[], { running, chosen }: { running?: string | undefined; chosen?: string | undefined }) {
  return cameras[(cameras.indexOf(running ?? chosen ?? '') + 1) % cameras.length]
}
