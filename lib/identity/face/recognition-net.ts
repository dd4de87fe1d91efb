// dlib's ResNet for faces, computed from the weights that @vladmandic/face-api loads: each layer's scale is folded into its convolution, so
// that a layer is one pass and not four. The numbers are the same; the time is less than half.

/** A tensor of TensorFlow.js, as far as it is used here. */
export type Tensor = {
  readonly shape: readonly number[]
  add(other: Tensor): Tensor
  sub(other: Tensor): Tensor
  mul(other: Tensor): Tensor
  div(by: number): Tensor
  mean(axes: readonly number[]): Tensor
  relu(): Tensor
  data(): Promise<Float32Array>
  dispose(): void
}

export type TensorFlow = {
  tensor1d(values: readonly number[]): Tensor
  tensor4d(data: Float32Array, shape: readonly [number, number, number, number]): Tensor
  tidy<Result>(work: () => Result): Result
  keep(tensor: Tensor): Tensor
  pad(tensor: Tensor, by: readonly (readonly [before: number, after: number])[]): Tensor
  maxPool(tensor: Tensor, size: number, strides: number, pad: Padding): Tensor
  avgPool(tensor: Tensor, size: number, strides: number, pad: Padding): Tensor
  matMul(a: Tensor, b: Tensor): Tensor
  fused: {
    conv2d(of: { x: Tensor; filter: Tensor; bias: Tensor; strides: number; pad: Padding; activation: 'relu' | 'linear' }): Tensor
  }
}

type Padding = 'same' | 'valid'
type Scaled = {
  readonly conv: { readonly filters: Tensor; readonly bias: Tensor }
  readonly scale: { readonly weights: Tensor; readonly biases: Tensor }
}
type Block = { readonly conv1: Scaled; readonly conv2: Scaled }
/** The weights, by the names of face-api: of the first layer, of the blocks, and of the last product. */
export type Weights = { readonly conv32_down: Scaled; readonly fc: Tensor } & Readonly<Record<(typeof BLOCKS)[number], Block>>

const BLOCKS = [
  ...(['conv32_1', 'conv32_2', 'conv32_3'] as const),
  ...(['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'] as const),
  ...(['conv128_down', 'conv128_1', 'conv128_2'] as const),
  ...(['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'] as const),
] as const

/** What the net was trained with: the mean of red, green and blue. */
const MEAN = [122.782, 117.001, 104.298] as const

type Folded = { readonly filter: Tensor; readonly bias: Tensor }

/** (x * filters + bias) * weights + biases is x * (filters * weights) + (bias * weights + biases). The weights of before are freed. */
function foldedIn(tf: TensorFlow, { conv, scale }: Scaled): Folded {
  const folded = tf.tidy(() => ({
    filter: tf.keep(conv.filters.mul(scale.weights)),
    bias: tf.keep(conv.bias.mul(scale.weights).add(scale.biases)),
  }))
  for (const tensor of [conv.filters, conv.bias, scale.weights, scale.biases]) tensor.dispose()
  return folded
}

export class RecognitionNet {
  private readonly first: Folded
  private readonly blocks: readonly { readonly halves: boolean; readonly layers: readonly [Folded, Folded] }[]
  private readonly last: Tensor

  constructor(
    private readonly tf: TensorFlow,
    weights: Weights,
  ) {
    this.first = foldedIn(tf, weights.conv32_down)
    this.blocks = BLOCKS.map((name) => ({
      halves: name.includes('down'),
      layers: [foldedIn(tf, weights[name].conv1), foldedIn(tf, weights[name].conv2)],
    }))
    this.last = weights.fc
  }

  /** The 128 numbers of each face: red, green and blue from 0 to 255, one square picture of this many pixels a side after the other. */
  async embed(faces: Float32Array, side: number): Promise<number[][]> {
    const count = faces.length / (side * side * 3)
    const found = this.tf.tidy(() => this.compute(this.tf.tensor4d(faces, [count, side, side, 3])))
    try {
      const numbers = Array.from(await found.data())
      return Array.from({ length: count }, (_, at) => numbers.slice(at * 128, (at + 1) * 128))
    } finally {
      found.dispose()
    }
  }

  private compute(faces: Tensor): Tensor {
    let x = this.convolved(faces.sub(this.tf.tensor1d(MEAN)).div(255), this.first, { strides: 2, pad: 'valid', activation: 'relu' })
    x = this.tf.maxPool(x, 3, 2, 'valid')
    for (const { halves, layers } of this.blocks) x = halves ? this.halved(x, layers) : this.same(x, layers)
    return this.tf.matMul(x.mean([1, 2]), this.last)
  }

  private convolved(x: Tensor, { filter, bias }: Folded, how: { strides: number; pad: Padding; activation: 'relu' | 'linear' }): Tensor {
    return this.tf.fused.conv2d({ x, filter, bias, ...how })
  }

  private same(x: Tensor, [one, two]: readonly [Folded, Folded]): Tensor {
    const inside = this.convolved(x, one, { strides: 1, pad: 'same', activation: 'relu' })
    return this.convolved(inside, two, { strides: 1, pad: 'same', activation: 'linear' }).add(x).relu()
  }

  /** Half as wide and high, and at most twice as deep; the shortcut is the mean of each four, filled up with zeros. */
  private halved(x: Tensor, [one, two]: readonly [Folded, Folded]): Tensor {
    const inside = this.convolved(x, one, { strides: 2, pad: 'valid', activation: 'relu' })
    const out = this.convolved(inside, two, { strides: 1, pad: 'same', activation: 'linear' })
    const shortcut = this.tf.avgPool(x, 2, 2, 'valid')
    const largest = out.shape.map((size, axis) => Math.max(size, shortcut.shape[axis] ?? size))
    return this.filledUp(shortcut, largest).add(this.filledUp(out, largest)).relu()
  }

  private filledUp(tensor: Tensor, to: readonly number[]): Tensor {
    return this.tf.pad(
      tensor,
      to.map((size, axis) => [0, size - (tensor.shape[axis] ?? size)] as const),
    )
  }
}
