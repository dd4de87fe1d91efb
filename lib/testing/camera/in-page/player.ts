// The synthetic camera inside the page: gives every getUserMedia a canvas on which a person is seen, who does what the page asks.
// Playwright serialises this one function into the page, so it refers to nothing outside itself but types.
import type { View } from '../views'

/** What the camera showed, in order: enough to show exactly the same again. */
export type CameraLog = Shown[]
type Shown = {
  at: number
  view: View
  frame: number
  dx: number
  dy: number
  zoom: number
  angle: number
  grain: [number, number]
  light: [number, number, number]
  room: number
}

/**
 * How the screen's light falls on who sits before it: its brightest against the light of the room; how much of that arrives from the middle of
 * the picture outwards, in even steps; how far the last is, and what its unit is, in heights of the picture.
 */
type ScreenOnFace = { indoors: number; stops: readonly number[]; furthest: number; x: number; y: number }

/** `upright`: the camera of a phone held upright, whose picture is higher than wide. */
export type PlayerOptions = { framesPerSecond: number; reactionMs: number; automatic: boolean; upright: boolean; screen: ScreenOnFace }

export type Behaviour =
  | { kind: 'live' }
  /** A photograph of the holder is held up and moved about; it cannot do what is asked. */
  | { kind: 'photograph' }
  /** What the camera saw in an earlier video selfie is played again. */
  | { kind: 'replay'; log: CameraLog }

/** What Node provides to the page. */
type CameraBindings = {
  qshCameraFrames: (view: View) => Promise<string[]>
  qshCameraShown: (shown: CameraLog) => Promise<void>
  qshCameraBehaviour: () => Promise<Behaviour>
}
/** What the page provides to Node. */
export type CameraControls = { show: (view: View) => Promise<void>; perform: (movement: string) => Promise<void>; rest: () => void }

export function installPlayer(options: PlayerOptions): void {
  const page = window as unknown as CameraBindings & { qshCamera?: CameraControls }
  if (page.qshCamera || !navigator.mediaDevices) return
  // Nobody does the same thing twice in the same way: each page has a person a little elsewhere, quicker or slower.
  const vary = (spread: number) => (Math.random() - 0.5) * 2 * spread
  const habit = { pace: 1 + vary(0.25), dx: vary(10), dy: vary(6), zoom: 1.035 + vary(0.015), room: Math.random() }
  // A hand that moves a document goes astray a little, each time another way, so that no movement is like another.
  const straying = (view: View): Straying => {
    const reach = view.startsWith('document') ? 8 : 0
    const along = (period: number) => {
      const start = 2 * Math.PI * Math.random()
      return (ms: number) => reach * (Math.sin(start + (2 * Math.PI * ms) / period) - Math.sin(start))
    }
    return { x: along(2700 + vary(600)), y: along(3600 + vary(800)) }
  }
  const riseMs = (view: View) => (view.startsWith('face') ? 600 : 1600) * habit.pace // a hand is slower than a face
  const longestHoldMs = 2600

  // Each view is asked for once and decoded once.
  const files = new Map<View, Promise<Blob[]>>()
  const series = new Map<View, Promise<ImageBitmap[]>>()
  const blob = (base64: string): Blob => {
    const binary = atob(base64)
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
    return new Blob([bytes], { type: 'image/jpeg' })
  }
  const bring = (view: View): Promise<Blob[]> => {
    const known = files.get(view)
    if (known) return known
    const brought = page.qshCameraFrames(view).then((frames) => frames.map(blob))
    files.set(view, brought)
    return brought
  }
  const load = (view: View): Promise<ImageBitmap[]> => {
    const known = series.get(view)
    if (known) return known
    const decoded = bring(view).then((frames) => Promise.all(frames.map((frame) => createImageBitmap(frame))))
    series.set(view, decoded)
    return decoded
  }

  // Sensor noise: one tile, laid over each picture at another place, so that no two frames are ever equal.
  const slack = 128
  const grain = new OffscreenCanvas((options.upright ? 1080 : 1280) + slack, (options.upright ? 1920 : 720) + slack)
  let grained = false
  const paintGrain = () => {
    const context = grain.getContext('2d')
    if (!context || grained) return
    grained = true
    const noise = context.createImageData(grain.width, grain.height)
    const pixels = new Uint32Array(noise.data.buffer)
    // White or black, and hardly to be seen: alpha 0 to 13 in the highest byte.
    for (let at = 0; at < pixels.length; at++) {
      const random = Math.random() * 28
      pixels[at] = ((random >> 1) << 24) | (random & 1 ? 0xffffff : 0)
    }
    context.putImageData(noise, 0, 0)
  }

  /** In pixels, from so many milliseconds after the movement began. */
  type Straying = { x: (ms: number) => number; y: (ms: number) => number }
  type Scene = { view: View; images: ImageBitmap[]; since: number; astray?: Straying }
  let base: Scene | null = null
  let movement: (Scene & { releasedAt: number | null; reached: number }) | null = null
  let log: CameraLog = []
  let selfieSince: number | null = null
  let behaviour: Behaviour = { kind: 'live' }
  const decided = page.qshCameraBehaviour().then((decision) => {
    behaviour = decision
  })

  const show = async (view: View): Promise<void> => {
    const images = await load(view)
    movement = null
    base = { view, images, since: performance.now() }
  }
  const perform = async (name: string): Promise<void> => {
    if (!base) return
    const view = `${base.view.split(':')[0] ?? ''}:${name}` as View
    const images = await load(view)
    movement = { view, images, since: performance.now(), releasedAt: null, reached: 0, astray: straying(view) }
  }
  const rest = () => {
    if (movement) movement.releasedAt ??= performance.now()
  }

  // Which picture is due now: a movement goes to its end, stays, and comes back the same way; rest goes round.
  const due = (now: number): { scene: Scene; frame: number } | null => {
    if (movement) {
      const { images, since, releasedAt } = movement
      const last = images.length - 1
      if (releasedAt === null && movement.view.startsWith('face') && now - since > riseMs(movement.view) + longestHoldMs) rest()
      if (releasedAt === null) {
        const aim = Math.min(last, Math.round(((now - since) / riseMs(movement.view)) * last))
        // A page that was too busy to draw sees a document on its way all the same: its hand waits.
        movement.reached = movement.view.startsWith('document') ? Math.min(aim, movement.reached + 2) : aim
        return { scene: movement, frame: movement.reached }
      }
      const back = last - Math.round(((now - releasedAt) / riseMs(movement.view)) * last)
      if (back > 0) return { scene: movement, frame: Math.min(back, last) }
      movement = null
    }
    return base && { scene: base, frame: Math.floor((now - base.since) / 165) % base.images.length }
  }

  // What the screen shines in: the colour of the page around the camera. The screen is before the face, as in front of a person.
  const screenLight = (): [number, number, number] => {
    const stage = document.querySelector<HTMLElement>('[data-capture-stage="selfie"]')
    const [r = 0, g = 0, b = 0] = (stage ? getComputedStyle(stage).backgroundColor : '').match(/[\d.]+/g)?.map(Number) ?? []
    return [r, g, b]
  }

  const live = (now: number): Shown | null => {
    const current = due(now)
    if (!current) return null
    const held = behaviour.kind === 'photograph' && current.scene.view.startsWith('face')
    const seconds = now / 1000
    const { since, astray } = current.scene
    const near = current.scene.view.startsWith('face') ? 1 : 0 // a document fills the outline
    return {
      at: selfieSince === null ? 0 : now - selfieSince,
      view: current.scene.view,
      frame: held ? 0 : current.frame,
      dx: held ? 14 * Math.sin(seconds * 1.3) : habit.dx + 1.5 * Math.sin(seconds * 1.9) + (astray?.x(now - since) ?? 0),
      dy: held ? 9 * Math.sin(seconds * 1.7) : habit.dy + 1.1 * Math.sin(seconds * 2.6) + (astray?.y(now - since) ?? 0),
      zoom: held ? 1.12 + 0.05 * Math.sin(seconds * 0.9) : 1.012 + (habit.zoom - 1.012) * near,
      angle: held ? 0.09 * Math.sin(seconds * 1.1) : 0.002 * Math.sin(seconds * 0.8),
      grain: [Math.floor(Math.random() * slack), Math.floor(Math.random() * slack)],
      light: near ? screenLight() : [0, 0, 0],
      room: habit.room,
    }
  }

  const shownAt = (now: number): Shown | null => {
    if (behaviour.kind !== 'replay' || selfieSince === null) return live(now)
    const elapsed = now - selfieSince
    return behaviour.log.findLast((shown) => shown.at <= elapsed) ?? behaviour.log[0] ?? null
  }

  // Everybody has a room of their own: pictures on the wall to both sides of the head, others in each.
  const furnish = (context: CanvasRenderingContext2D, room: number, { width, height }: ImageBitmap) => {
    const part = (place: number) => Math.abs((Math.sin(place * 127.1 + room * 3117.7) * 43758.5453) % 1)
    for (let place = 0; place < 14; place++) {
      const [x, y, w, h] = [part(place * 5), part(place * 5 + 1), part(place * 5 + 2), part(place * 5 + 3)]
      const left = place % 2 === 0 ? x * 0.16 : 0.76 + x * 0.16
      context.fillStyle = `hsl(${360 * x} 25% ${25 + 50 * h}% / 0.8)`
      context.fillRect((left - 0.5) * width, (y * 0.7 - 0.5) * height, (0.03 + 0.05 * w) * width, (0.05 + 0.15 * h) * height)
    }
  }

  // Light adds up; the canvas can only multiply, so the brightest stays as it is.
  const shine = (context: CanvasRenderingContext2D, { light, dx, dy }: Shown) => {
    const { width, height } = context.canvas
    const { indoors, stops, furthest, x, y } = options.screen
    const shade = (reach: number) =>
      `rgb(${light.map((value) => 255 * ((1 + indoors * reach * (value / 255) ** 2.2) / (1 + indoors * reach)) ** (1 / 2.2)).join(' ')})`
    const around = context.createRadialGradient(0, 0, 0, 0, 0, furthest)
    for (const [at, reach] of stops.entries()) around.addColorStop(at / (stops.length - 1), shade(reach))
    context.setTransform(x * height, 0, 0, y * height, width / 2 + dx, height / 2 + dy)
    context.globalCompositeOperation = 'multiply'
    context.fillStyle = around
    context.fillRect(-width, -height, 2 * width, 2 * height)
    context.globalCompositeOperation = 'source-over'
    context.setTransform(1, 0, 0, 1, 0, 0)
  }

  const draw = (context: CanvasRenderingContext2D, shown: Shown, image: ImageBitmap) => {
    const { width, height } = context.canvas
    const face = shown.view.startsWith('face')
    // A document is brought so near that it takes the width of an upright picture; the table goes on above and below.
    const fitting = face || !options.upright ? Math.max(width / image.width, height / image.height) : (1.12 * width) / image.width
    const scale = fitting * shown.zoom
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = '#777'
    context.fillRect(0, 0, width, height)
    context.translate(width / 2 + shown.dx, height / 2 + shown.dy)
    context.rotate(shown.angle)
    context.scale(scale, scale)
    const [left, top, beyond] = [-image.width / 2, -image.height / 2, height / scale]
    context.drawImage(image, 0, 0, image.width, 1, left, top - beyond, image.width, beyond)
    context.drawImage(image, 0, image.height - 1, image.width, 1, left, -top, image.width, beyond)
    context.drawImage(image, left, top)
    if (face) furnish(context, shown.room, image)
    context.setTransform(1, 0, 0, 1, 0, 0)
    if (face) shine(context, shown)
    context.drawImage(grain, shown.grain[0], shown.grain[1], width, height, 0, 0, width, height)
  }

  const open = (wide: boolean): MediaStream => {
    const canvas = document.createElement('canvas')
    const [long, short] = wide ? (options.upright ? [1920, 1080] : [1280, 720]) : [640, 480]
    canvas.width = options.upright ? short : long
    canvas.height = options.upright ? long : short
    const context = canvas.getContext('2d')
    if (!context) throw new DOMException('no canvas', 'NotReadableError')
    const stream = canvas.captureStream(options.framesPerSecond)
    const timer = setInterval(() => {
      if (stream.getTracks().every((track) => track.readyState === 'ended')) return clearInterval(timer)
      const shown = shownAt(performance.now())
      if (!shown) return
      if (selfieSince !== null && log.push(shown) >= 20) flush()
      void load(shown.view).then((images) => {
        const image = images[shown.frame]
        if (image) draw(context, shown, image)
      })
    }, 1000 / options.framesPerSecond)
    return stream
  }

  const flush = () => {
    const full = log
    log = []
    void page.qshCameraShown(full)
  }

  const wants = (constraint: ConstrainULong | undefined): number =>
    typeof constraint === 'number' ? constraint : (constraint?.exact ?? constraint?.ideal ?? constraint?.min ?? 0)
  const device = { deviceId: 'synthetic', groupId: 'synthetic', kind: 'videoinput', label: 'HD Webcam' } as const
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (!constraints?.video) throw new DOMException('no microphone here', 'NotFoundError')
    paintGrain()
    await decided
    if (!base) await show('table')
    return open(constraints.video !== true && wants(constraints.video.width) >= 1000)
  }
  navigator.mediaDevices.enumerateDevices = async () => [{ ...device, toJSON: () => device }]

  // A person reads what the page shows, and does it a moment later.
  let seen = ''
  const read = () => {
    const stage = document.querySelector<HTMLElement>('[data-capture-stage]')?.dataset['captureStage'] ?? ''
    const challenge = document.querySelector<HTMLElement>('[data-challenge]')?.dataset['challenge'] ?? ''
    if (`${stage}|${challenge}` === seen) return
    const [stageBefore] = seen.split('|')
    seen = `${stage}|${challenge}`
    if (stage === 'selfie' && stageBefore !== 'selfie') {
      selfieSince = performance.now()
      // Loaded in advance: on a slow machine loading took a second of the time for the movement.
      for (const movement of ['turn_left', 'turn_right', 'open_mouth', 'smile']) void load(`face:${movement}` as View)
    }
    if (stage !== 'selfie' && stageBefore === 'selfie') {
      selfieSince = null
      flush()
    }
    // Between two sides the hand is empty: nobody holds up the front while the back is asked for.
    if (stage !== stageBefore && base && base.view !== 'table') void show('table')
    const reading = seen
    setTimeout(
      () => {
        if (seen === reading) void obey(stage, challenge)
      },
      options.reactionMs * (1 + Math.random() * 0.6),
    )
  }
  const obey = async (stage: string, challenge: string) => {
    const view: View | null = stage === 'selfie' ? 'face' : stage === 'document-front' || stage === 'document-back' ? stage : null
    if (view && base?.view !== view) await show(view)
    if (challenge !== '' && challenge !== 'neutral') return perform(challenge)
    rest()
    // One after the other, while the document is held still: no picture of a movement is missing because the page was busy with fetching it.
    if (view === 'document-front' || view === 'document-back')
      for (const movement of ['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back']) await bring(`${view}:${movement}` as View)
  }
  if (options.automatic) setInterval(read, 80)

  page.qshCamera = { show, perform, rest }
}
