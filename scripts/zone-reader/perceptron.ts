// A two-layer perceptron with leaky rectifiers that learns by Adam (Kingma and Ba, 2014), in plain arrays: small enough for a script.

type Layer = { values: Float32Array; gradient: Float32Array; mean: Float32Array; square: Float32Array }

const LEAK = 0.01
const [FIRST_DECAY, SECOND_DECAY] = [0.9, 0.999]

const layer = (size: number, value: () => number = () => 0): Layer => ({
  values: Float32Array.from({ length: size }, value),
  gradient: new Float32Array(size),
  mean: new Float32Array(size),
  square: new Float32Array(size),
})

export class Perceptron {
  private readonly hiddenWeights: Layer
  private readonly hiddenBias: Layer
  private readonly classWeights: Layer
  private readonly classBias: Layer
  private readonly active: Float32Array
  private readonly blame: Float32Array
  private readonly outcome: Float32Array
  private adjustments = 0

  constructor(
    private readonly inputs: number,
    private readonly hidden: number,
    private readonly classes: number,
    chance: () => number,
  ) {
    const around = (size: number) => () => (chance() + chance() + chance() + chance() - 2) * Math.sqrt(1.5 / size)
    this.hiddenWeights = layer(inputs * hidden, around(inputs))
    this.hiddenBias = layer(hidden)
    this.classWeights = layer(hidden * classes, around(hidden))
    this.classBias = layer(classes)
    this.active = new Float32Array(hidden)
    this.blame = new Float32Array(hidden)
    this.outcome = new Float32Array(classes)
  }

  /** Adds what one sample teaches to the gradients. */
  learn(input: Float32Array, truth: number, batch: number): { likeliest: number; loss: number } {
    const { inputs, hidden, classes, active, blame, outcome } = this
    const [w1, b1, w2, b2] = [this.hiddenWeights, this.hiddenBias, this.classWeights, this.classBias]
    const [weights, gradient] = [w1.values, w1.gradient]
    for (let at = 0; at < hidden; at++) {
      let sum = b1.values[at] as number
      const start = at * inputs
      for (let from = 0; from < inputs; from++) sum += (weights[start + from] as number) * (input[from] as number)
      active[at] = sum > 0 ? sum : LEAK * sum
    }
    let likeliest = 0
    for (let at = 0; at < classes; at++) {
      let sum = b2.values[at] as number
      const start = at * hidden
      for (let from = 0; from < hidden; from++) sum += (w2.values[start + from] as number) * (active[from] as number)
      outcome[at] = sum
      if (sum > (outcome[likeliest] as number)) likeliest = at
    }
    const highest = outcome[likeliest] as number
    let total = 0
    for (let at = 0; at < classes; at++) total += outcome[at] = Math.exp((outcome[at] as number) - highest)
    const loss = -Math.log((outcome[truth] as number) / total + 1e-12)
    blame.fill(0)
    for (let at = 0; at < classes; at++) {
      const error = ((outcome[at] as number) / total - (at === truth ? 1 : 0)) / batch
      const start = at * hidden
      b2.gradient[at] = (b2.gradient[at] as number) + error
      for (let from = 0; from < hidden; from++) {
        w2.gradient[start + from] = (w2.gradient[start + from] as number) + error * (active[from] as number)
        blame[from] = (blame[from] as number) + error * (w2.values[start + from] as number)
      }
    }
    for (let at = 0; at < hidden; at++) {
      const error = (blame[at] as number) * ((active[at] as number) > 0 ? 1 : LEAK)
      const start = at * inputs
      b1.gradient[at] = (b1.gradient[at] as number) + error
      for (let from = 0; from < inputs; from++)
        gradient[start + from] = (gradient[start + from] as number) + error * (input[from] as number)
    }
    return { likeliest, loss }
  }

  /** One step along the gradients, which begin anew. */
  adjust(rate: number): void {
    this.adjustments++
    const first = 1 - FIRST_DECAY ** this.adjustments
    const second = 1 - SECOND_DECAY ** this.adjustments
    for (const { values, gradient, mean, square } of [this.hiddenWeights, this.hiddenBias, this.classWeights, this.classBias]) {
      for (let at = 0; at < values.length; at++) {
        const slope = gradient[at] as number
        const m = (mean[at] = FIRST_DECAY * (mean[at] as number) + (1 - FIRST_DECAY) * slope)
        const v = (square[at] = SECOND_DECAY * (square[at] as number) + (1 - SECOND_DECAY) * slope * slope)
        values[at] = (values[at] as number) - (rate * (m / first)) / (Math.sqrt(v / second) + 1e-7)
        gradient[at] = 0
      }
    }
  }

  /** Weights as signed bytes with one scale, in base64; biases as they are. */
  stored() {
    const bytes = ({ values }: Layer) => {
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127
      return { scale, bytes: Buffer.from(Int8Array.from(values, (value) => Math.round(value / scale)).buffer).toString('base64') }
    }
    const numbers = ({ values }: Layer) => Array.from(values, (value) => Number(value.toFixed(5)))
    return {
      hiddenWeights: bytes(this.hiddenWeights),
      hiddenBias: numbers(this.hiddenBias),
      classWeights: bytes(this.classWeights),
      classBias: numbers(this.classBias),
    }
  }
}
