// A multi-layer perceptron with its backward pass: rows of points through dense layers.

/** tanh to 1e-16, several times as fast as Math.tanh, which is exact to the last bit. */
function tanh(x) {
  const e = Math.exp(-2 * Math.abs(x));
  const size = (1 - e) / (1 + e);
  return x < 0 ? -size : size;
}

/** Activations of hidden layers with their derivatives as functions of the output. */
const ACTIVATIONS = {
  tanh: { value: tanh, slope: (y) => 1 - y * y },
  relu: { value: (x) => (x > 0 ? x : 0), slope: (y) => (y > 0 ? 1 : 0) },
};

/**
 * Layers of `sizes` numbers, linear at the end.
 * `layers[l]` has `weight`, row by row (inputs, outputs), and `bias`; Float64Arrays as in JAX.
 */
class Network {
  constructor(sizes, activation) {
    this.sizes = sizes;
    this.activation = ACTIVATIONS[activation];
    this.layers = sizes.slice(1).map((outputs, l) => ({
      weight: new Float64Array(sizes[l] * outputs),
      bias: new Float64Array(outputs),
    }));
  }

  /** Draw weights by Glorot's rule; `spread` gives the first layer weights and biases on ±spread. */
  draw(random, spread = 0) {
    this.layers.forEach(({ weight, bias }, l) => {
      const first = l === 0 && spread > 0;
      const limit = first ? spread : Math.sqrt(6 / (this.sizes[l] + this.sizes[l + 1]));
      for (let i = 0; i < weight.length; i++) weight[i] = limit * (2 * random.uniform() - 1);
      for (let i = 0; i < bias.length; i++) bias[i] = first ? limit * (2 * random.uniform() - 1) : 0;
    });
  }

  /** The outputs of every layer on `rows` points, the points themselves first. */
  forward(points, rows) {
    const outputs = [points];
    this.layers.forEach(({ weight, bias }, l) => {
      const [before, width, wide] = [outputs[l], this.sizes[l], this.sizes[l + 1]];
      const after = new Float64Array(rows * wide);
      const last = l === this.layers.length - 1;
      for (let r = 0; r < rows; r++) {
        const to = r * wide;
        for (let j = 0; j < wide; j++) after[to + j] = bias[j];
        for (let i = 0; i < width; i++) {
          const x = before[r * width + i];
          if (x === 0) continue;
          const from = i * wide;
          for (let j = 0; j < wide; j++) after[to + j] += x * weight[from + j];
        }
        if (last) continue;
        for (let j = 0; j < wide; j++) after[to + j] = this.activation.value(after[to + j]);
      }
      outputs.push(after);
    });
    return outputs;
  }

  /** The outputs alone. */
  apply(points, rows) {
    return this.forward(points, rows)[this.layers.length];
  }

  /** Zeros in the shape of the parameters. */
  zeros() {
    return this.layers.map(({ weight, bias }) => ({
      weight: new Float64Array(weight.length),
      bias: new Float64Array(bias.length),
    }));
  }

  /**
   * The gradient of a loss with respect to the points, from that with respect to the outputs.
   * What the parameters' gradients are is added to `gradient`, unless it is null.
   */
  backward(outputs, rows, slopes, gradient) {
    let above = slopes;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { weight } = this.layers[l];
      const [before, width, wide] = [outputs[l], this.sizes[l], this.sizes[l + 1]];
      if (l < this.layers.length - 1) {
        const own = outputs[l + 1];
        for (let i = 0; i < above.length; i++) above[i] *= this.activation.slope(own[i]);
      }
      const below = new Float64Array(rows * width);
      for (let r = 0; r < rows; r++) {
        const at = r * wide;
        for (let i = 0; i < width; i++) {
          const from = i * wide;
          let sum = 0;
          for (let j = 0; j < wide; j++) sum += above[at + j] * weight[from + j];
          below[r * width + i] = sum;
        }
      }
      if (gradient) collect(gradient[l], before, above, rows, width, wide);
      above = below;
    }
    return above;
  }
}

/** Add the gradient of a layer: over rows, what went in times what is asked of what came out. */
function collect(gradient, before, above, rows, width, wide) {
  const { weight, bias } = gradient;
  for (let r = 0; r < rows; r++) {
    const at = r * wide;
    for (let i = 0; i < width; i++) {
      const [x, from] = [before[r * width + i], i * wide];
      for (let j = 0; j < wide; j++) weight[from + j] += x * above[at + j];
    }
    for (let j = 0; j < wide; j++) bias[j] += above[at + j];
  }
}
