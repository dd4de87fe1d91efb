// Why a camera gives no picture, as one word each; the page that owns the camera says what to do about it.

export type CameraProblem =
  | 'denied' // the person or a setting said no
  | 'black' // nothing answers, and the person says that they see nothing
  | 'none' // there is no camera, or none that fits
  | 'in_use' // another program holds it
  | 'insecure' // the page is not served over HTTPS, so browsers hide cameras
  | 'unsupported' // a browser inside an app, without camera access
  | 'ended' // unplugged, or taken away while in use
  | 'failed'

/** Browsers differ in the names of what getUserMedia throws; older ones only give words. */
export function cameraProblemOf(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : String(error)
  if (/NotAllowed|PermissionDenied|Security/i.test(name)) return 'denied'
  if (/NotFound|DevicesNotFound|Overconstrained|ConstraintNotSatisfied/i.test(name)) return 'none'
  if (/NotReadable|TrackStart|Abort/i.test(name)) return 'in_use'
  if (/getUserMedia|not implemented|TypeError/i.test(name)) return 'unsupported'
  return 'failed'
}

/** The problem that can be known before the browser asks for permission; null: none. */
export function obstacleToCamera(scope: { isSecureContext: boolean; navigator: { mediaDevices?: unknown } }): CameraProblem | null {
  if (!scope.isSecureContext) return 'insecure'
  return scope.navigator.mediaDevices ? null : 'unsupported'
}
