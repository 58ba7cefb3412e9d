// The update rules of gantheory.training.optimizers: the paper's momentum, and Adam.

/** Calls `rule(parameters, gradients, first memory, second memory)` for every array of a network. */
function eachArray(layers, gradient, memories, rule) {
  layers.forEach((layer, l) => {
    for (const name of ["weight", "bias"]) {
      rule(layer[name], gradient[l][name], ...memories.map((memory) => memory[l][name]));
    }
  });
}

/** v ← m v − lr g, θ ← θ + v; with m = 0 plain gradient descent. */
class Momentum {
  constructor(network, decay) {
    this.network = network;
    this.decay = decay;
    this.velocity = network.zeros();
  }

  update(gradient, rate) {
    eachArray(this.network.layers, gradient, [this.velocity], (theta, g, v) => {
      for (let i = 0; i < theta.length; i++) {
        v[i] = this.decay * v[i] - rate * g[i];
        theta[i] += v[i];
      }
    });
  }
}

/** Adam (Kingma and Ba 2015); `decay` is that of the mean of the gradients. */
class Adam {
  constructor(network, decay) {
    this.network = network;
    this.decay = decay;
    this.second = 0.999;
    this.mean = network.zeros();
    this.square = network.zeros();
    this.powers = [1, 1];
  }

  update(gradient, rate) {
    const { decay, second } = this;
    // in single precision, as the package keeps them: 1 − 0.999 is 5e-5 larger there
    this.powers = [decay, second].map((d, i) => Math.fround(this.powers[i] * Math.fround(d)));
    const [meanScale, squareScale] = this.powers.map((power) => 1 / (1 - power));
    eachArray(this.network.layers, gradient, [this.mean, this.square], (theta, g, m, v) => {
      for (let i = 0; i < theta.length; i++) {
        m[i] = decay * m[i] + (1 - decay) * g[i];
        v[i] = second * v[i] + (1 - second) * g[i] * g[i];
        theta[i] -= (rate * (m[i] * meanScale)) / (Math.sqrt(v[i] * squareScale) + 1e-8);
      }
    });
  }
}

const OPTIMIZERS = { momentum: Momentum, adam: Adam };
