// A training that runs in the page: two small networks, a target, Algorithm 1 and what it measures.

/** Settings as they are at first, by dimension: those of the recorded runs, or near them. */
const DEFAULTS = {
  1: {
    noise: 1, generator: [32], discriminator: [64], activation: "tanh", spreads: [1, 8],
    optimizer: "adam", decay: 0.5, rate_g: 2e-3, rate_d: 2e-2, batch: 128, k: 1, game: "minimax",
    target: "normal", seed: 1,
  },
  2: {
    noise: 2, generator: [24, 24], discriminator: [24, 24], activation: "tanh", spreads: [0, 0],
    optimizer: "adam", decay: 0.5, rate_g: 1e-3, rate_d: 5e-3, batch: 96, k: 2,
    game: "non_saturating", target: "blob", seed: 1,
  },
};
/** Cells along an axis; pieces of z on the line; samples that p_g is counted from in the plane. */
const LESSON_CELLS = { 1: 256, 2: 32 };
const PIECES = 2000;
const COUNTED = 2048;
/** Points of a field along an axis, samples and z that are drawn. */
const [FIELD, DRAWN_SAMPLES, ARROWS_OF_Z] = [41, 300, 19];
/** Points of a chart; when there are more, every other one is dropped. */
const LONGEST_HISTORY = 600;

class Lesson {
  constructor(dim, settings = {}) {
    this.dim = dim;
    this.settings = { ...DEFAULTS[dim], ...settings };
    this.cells = new Cells(dim, REACH[dim], LESSON_CELLS[dim]);
    this.fixed = fixedNoise(dim);
    this.aim(settings.drawn ?? new Mixture(PRESETS[dim][this.settings.target]));
    this.restart();
  }

  /** Learn another target; the networks stay as they are. */
  aim(target) {
    this.target = target;
    this.masses = target.masses(this.cells);
    this.history = [];
    this.every = 1;
  }

  /** New networks from the seed. */
  restart() {
    const { dim, settings } = this;
    this.random = new Random(settings.seed);
    this.gan = new Gan({ dim, ...settings });
    this.gan.generator.draw(this.random, settings.spreads[0]);
    this.gan.discriminator.draw(this.random, settings.spreads[1]);
    this.done = { d: 0, g: 0 };
    this.inner = 0;
    this.history = [];
    this.every = 1;
    this.record(this.measure());
  }

  /** Change a setting while training goes on. */
  set(name, value) {
    this.settings[name] = value;
    if (name === "game") this.gan.game = value;
    if (name === "optimizer" || name === "decay") {
      this.gan.restart(this.settings.optimizer, this.settings.decay);
    }
  }

  /** One update of D on fresh data and fresh z. */
  stepD() {
    const { batch, noise, rate_d } = this.settings;
    const real = this.target.sample(this.random, batch);
    this.gan.discriminatorStep(this.random.normals(batch * noise), real, rate_d);
    this.done.d++;
    this.inner++;
  }

  /** One update of G on fresh z. */
  stepG() {
    const { batch, noise, rate_g } = this.settings;
    this.gan.generatorStep(this.random.normals(batch * noise), rate_g);
    this.done.g++;
    this.inner = 0;
  }

  /** What is left of an iteration of Algorithm 1: k updates of D, then one of G. */
  iterate() {
    while (this.inner < this.settings.k) this.stepD();
    this.stepG();
  }

  /** Whether every parameter is still a number. */
  get sound() {
    return [this.gan.generator, this.gan.discriminator].every(({ layers }) =>
      layers.every(({ weight, bias }) => Number.isFinite(weight[0] + bias[0])),
    );
  }

  /** p_g on the cells, D there, and V, C(G), JSD from them. */
  measure() {
    const { gan, cells, dim, fixed } = this;
    const images = gan.generator.apply(fixed.z, fixed.z.length / gan.noise);
    const p_g =
      dim === 1 ? pushedForward(cells, images, fixed.masses) : counted(cells, images);
    const logits = gan.discriminator.apply(cells.middles, cells.count);
    const found = measured(cells, this.masses, p_g, logits, dim === 1 ? 0 : COUNTED);
    return { ...found, images, p_g, logits };
  }

  record({ value, criterion, jsd }) {
    this.history.push({ value, criterion, jsd, at: this.done.g });
    if (this.history.length > LONGEST_HISTORY) {
      this.history = this.history.filter((_, n) => n % 2 === 0);
      this.every *= 2;
    }
  }
}

/** The z that p_g is measured with, which never change: a fine grid, or a sample. */
function fixedNoise(dim) {
  if (dim === 2) return { z: new Random(20140610).normals(2 * COUNTED) };
  const far = 5.5;
  const z = Float64Array.from({ length: PIECES + 1 }, (_, i) => far * ((2 * i) / PIECES - 1));
  const masses = Float64Array.from({ length: PIECES }, (_, i) => {
    const middle = (z[i] + z[i + 1]) / 2;
    return Math.exp(-0.5 * middle * middle);
  });
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { z, masses: masses.map((mass) => mass / total) };
}
