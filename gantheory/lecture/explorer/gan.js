// Algorithm 1 of the paper on two small networks: updates of D and updates of G, each by itself.

const sigmoid = (l) => (l >= 0 ? 1 / (1 + Math.exp(-l)) : Math.exp(l) / (1 + Math.exp(l)));

/**
 * The slope of G's loss at one sample in D's logit l there, D = sigmoid(l):
 * "minimax" is log(1 − D(G(z))), "non_saturating" is −log D(G(z)).
 */
const GENERATOR_SLOPES = {
  minimax: (l) => -sigmoid(l),
  non_saturating: (l) => -sigmoid(-l),
};

/** Two networks that play: z has `noise` numbers, x has `dim`. */
class Gan {
  constructor({ dim, noise, generator, discriminator, activation, game, optimizer, decay }) {
    this.dim = dim;
    this.noise = noise;
    this.game = game;
    this.generator = new Network([noise, ...generator, dim], activation);
    this.discriminator = new Network([dim, ...discriminator, 1], activation);
    this.restart(optimizer, decay);
  }

  /** Forget the memories of the update rules. */
  restart(optimizer, decay) {
    this.forG = new OPTIMIZERS[optimizer](this.generator, decay);
    this.forD = new OPTIMIZERS[optimizer](this.discriminator, decay);
  }

  /** D climbs V(D, G) = E log D(x) + E log(1 − D(G(z))) on these data and these z. */
  discriminatorStep(z, real, rate) {
    const { dim, noise, discriminator } = this;
    const gradient = discriminator.zeros();
    const fake = this.generator.apply(z, z.length / noise);
    for (const [points, slope] of [
      [real, (l) => -sigmoid(-l)],
      [fake, (l) => sigmoid(l)],
    ]) {
      const rows = points.length / dim;
      const outputs = discriminator.forward(points, rows);
      const slopes = outputs.at(-1).map((l) => slope(l) / rows);
      discriminator.backward(outputs, rows, slopes, gradient);
    }
    this.forD.update(gradient, rate);
  }

  /** G descends its loss on these z, against D as it is. */
  generatorStep(z, rate) {
    const rows = z.length / this.noise;
    const made = this.generator.forward(z, rows);
    const pushed = this.pushes(made.at(-1));
    const gradient = this.generator.zeros();
    this.generator.backward(made, rows, pushed.map((push) => -push / rows), gradient);
    this.forG.update(gradient, rate);
  }

  /** Minus the slope of G's loss at each sample: where G is told to move it. */
  pushes(samples) {
    const rows = samples.length / this.dim;
    const judged = this.discriminator.forward(samples, rows);
    const slope = GENERATOR_SLOPES[this.game];
    const slopes = judged.at(-1).map((l) => -slope(l));
    return this.discriminator.backward(judged, rows, slopes, null);
  }
}
