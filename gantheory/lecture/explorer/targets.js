// What the small GANs learn: normal mixtures, and densities drawn by hand.

/** The error function, to 1.2e-7 (Numerical Recipes, erfc by Chebyshev's fit). */
function erf(x) {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const fit = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
  ].reduce((sum, number) => sum * t + number, 0);
  const rest = t * Math.exp(-x * x + fit);
  return x >= 0 ? 1 - rest : rest - 1;
}

const normalCdf = (x) => 0.5 * (1 + erf(x / Math.SQRT2));

/** A mixture of round normal modes, on the line or in the plane: {weight, mean: [..], std}. */
class Mixture {
  constructor(modes) {
    const total = modes.reduce((sum, mode) => sum + mode.weight, 0);
    this.modes = modes.map((mode) => ({ ...mode, weight: mode.weight / total }));
    this.dim = modes[0].mean.length;
  }

  density(...x) {
    return this.smeared(0, ...x);
  }

  /** The density after normal noise of standard deviation `width` is added. */
  smeared(width, ...x) {
    let sum = 0;
    for (const { weight, mean, std } of this.modes) {
      const variance = std * std + width * width;
      let square = 0;
      for (let k = 0; k < this.dim; k++) square += (x[k] - mean[k]) ** 2;
      sum += (weight * Math.exp(-0.5 * square / variance)) / (2 * Math.PI * variance) ** (this.dim / 2);
    }
    return sum;
  }

  sample(random, count) {
    const points = new Float64Array(count * this.dim);
    for (let i = 0; i < count; i++) {
      let [left, which] = [random.uniform(), 0];
      while (which < this.modes.length - 1 && (left -= this.modes[which].weight) > 0) which++;
      const { mean, std } = this.modes[which];
      for (let k = 0; k < this.dim; k++) points[i * this.dim + k] = mean[k] + std * random.normal();
    }
    return points;
  }

  /** The probabilities of the cells of a grid (see cells.js), row by row; exact but for erf. */
  masses(grid) {
    const found = new Float64Array(grid.count);
    for (const { weight, mean, std } of this.modes) {
      const parts = mean.map((m, k) => {
        const below = grid.edges[k].map((edge) => normalCdf((edge - m) / std));
        return Array.from({ length: grid.cells }, (_, i) => below[i + 1] - below[i]);
      });
      for (let j = 0; j < grid.count; j++) {
        const along = parts[0][j % grid.cells];
        found[j] += weight * (this.dim === 1 ? along : along * parts[1][Math.floor(j / grid.cells)]);
      }
    }
    return found;
  }
}

/** A density on the line drawn by hand: heights at equal steps from `low` to `high`. */
class Drawn {
  constructor(heights, low, high) {
    this.dim = 1;
    this.low = low;
    this.step = (high - low) / (heights.length - 1);
    const area = heights.reduce((sum, h, i) => sum + (i ? (h + heights[i - 1]) / 2 : 0), 0);
    this.heights = heights.map((h) => h / (area * this.step));
    this.below = [0];
    for (let i = 1; i < heights.length; i++) {
      const slab = ((this.heights[i] + this.heights[i - 1]) / 2) * this.step;
      this.below.push(this.below[i - 1] + slab);
    }
  }

  density(x) {
    const place = (x - this.low) / this.step;
    const i = Math.floor(place);
    if (i < 0 || i >= this.heights.length - 1) return 0;
    return this.heights[i] + (place - i) * (this.heights[i + 1] - this.heights[i]);
  }

  cdf(x) {
    const place = Math.min(this.heights.length - 1, Math.max(0, (x - this.low) / this.step));
    const i = Math.min(this.heights.length - 2, Math.floor(place));
    const part = place - i;
    const rise = this.heights[i + 1] - this.heights[i];
    return this.below[i] + this.step * part * (this.heights[i] + 0.5 * part * rise);
  }

  sample(random, count) {
    const points = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      const share = random.uniform();
      let [i, j] = [0, this.below.length - 1];
      while (j - i > 1) {
        const middle = (i + j) >> 1;
        if (this.below[middle] <= share) i = middle;
        else j = middle;
      }
      // solve h p + r p²/2 = rest for the part p of the step, in the form that has no 0 / 0
      const [h, rise] = [this.heights[i], this.heights[i + 1] - this.heights[i]];
      const rest = (share - this.below[i]) / this.step;
      const root = Math.sqrt(Math.max(0, h * h + 2 * rise * rest));
      const part = h + root > 0 ? (2 * rest) / (h + root) : 0;
      points[n] = this.low + this.step * (i + Math.min(1, part));
    }
    return points;
  }

  masses(grid) {
    const below = grid.edges[0].map((edge) => this.cdf(edge));
    return Float64Array.from({ length: grid.cells }, (_, i) => below[i + 1] - below[i]);
  }
}

const ring = (count, radius, std) =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return { weight: 1, mean: [radius * Math.cos(angle), radius * Math.sin(angle)], std };
  });

const onLine = (...modes) => modes.map(([weight, mean, std]) => ({ weight, mean: [mean], std }));

/** Targets to choose from, by dimension and name; the pictures reach from −REACH to REACH. */
const REACH = { 1: 4, 2: 2 };
const PRESETS = {
  1: {
    normal: onLine([1, 0.5, 0.8]),
    skewed: onLine([0.7, -1, 0.5], [0.3, 0.8, 1]),
    bimodal: onLine([0.5, -1.6, 0.5], [0.5, 1.6, 0.5]),
    trimodal: onLine([1, -2.4, 0.35], [1, 0, 0.35], [1, 2.4, 0.35]),
  },
  2: {
    blob: [{ weight: 1, mean: [0.6, 0.4], std: 0.4 }],
    two: [-0.9, 0.9].map((x) => ({ weight: 1, mean: [x, 0], std: 0.25 })),
    ring: ring(8, 1.3, 0.12),
    grid: [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => ({ weight: 1, mean: [x, y], std: 0.12 }))),
  },
};
