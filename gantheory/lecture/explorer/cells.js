// p_data, p_g, D*, V, C(G) and JSD on the cells of a grid, in nats.

/** Equal cells from −reach to reach along each of `dim` axes, and everything outside them. */
class Cells {
  constructor(dim, reach, cells) {
    this.dim = dim;
    this.cells = cells;
    this.low = -reach;
    this.size = (2 * reach) / cells;
    this.count = cells ** dim;
    const edges = Array.from({ length: cells + 1 }, (_, i) => this.low + i * this.size);
    this.edges = Array.from({ length: dim }, () => edges);
    // the middles of the cells, point by point
    this.middles = new Float64Array(this.count * dim);
    for (let j = 0; j < this.count; j++) {
      this.middles[j * dim] = this.low + ((j % cells) + 0.5) * this.size;
      if (dim === 2) this.middles[2 * j + 1] = this.low + (Math.floor(j / cells) + 0.5) * this.size;
    }
  }

  /** The number of the cell of a point in the plane, −1 outside. */
  locate(x, y) {
    const i = Math.floor((x - this.low) / this.size);
    const j = Math.floor((y - this.low) / this.size);
    if (i < 0 || j < 0 || i >= this.cells || j >= this.cells) return -1;
    return j * this.cells + i;
  }
}

/**
 * The probabilities of the cells of the line under p_g by change of variables.
 * Between neighbours of the grid of z, whose pieces have the `masses`, G is taken to be straight: a
 * piece is spread evenly over its image, however often G folds. Exact but for that.
 */
function pushedForward(cells, images, masses) {
  const found = new Float64Array(cells.cells);
  for (let n = 0; n < masses.length; n++) {
    const a = (images[n] - cells.low) / cells.size;
    const b = (images[n + 1] - cells.low) / cells.size;
    const [from, to] = a < b ? [a, b] : [b, a];
    if (to - from < 1e-12) {
      const cell = Math.floor(from);
      if (cell >= 0 && cell < cells.cells) found[cell] += masses[n];
      continue;
    }
    const dense = masses[n] / (to - from);
    const last = Math.min(cells.cells - 1, Math.floor(to));
    for (let i = Math.max(0, Math.floor(from)); i <= last; i++) {
      found[i] += dense * Math.max(0, Math.min(i + 1, to) - Math.max(i, from));
    }
  }
  return found;
}

/** The shares of samples in the cells of the plane. */
function counted(cells, samples) {
  const found = new Float64Array(cells.count);
  const each = 2 / samples.length;
  for (let i = 0; i < samples.length; i += 2) {
    const cell = cells.locate(samples[i], samples[i + 1]);
    if (cell >= 0) found[cell] += each;
  }
  return found;
}

/** Probabilities of twice as large cells. */
function merged(cells, masses) {
  const half = cells.cells / 2;
  const found = new Float64Array(half ** cells.dim);
  for (let j = 0; j < masses.length; j++) {
    const [column, row] = [j % cells.cells, Math.floor(j / cells.cells)];
    found[(column >> 1) + (cells.dim === 2 ? (row >> 1) * half : 0)] += masses[j];
  }
  return found;
}

/** JSD of two distributions over cells and the rest outside: a lower bound on that of densities. */
function jsdOf(p, q) {
  const half = (a, m) => (a > 0 ? 0.5 * a * Math.log(a / m) : 0);
  const term = (a, b) => half(a, (a + b) / 2) + half(b, (a + b) / 2);
  let [sum, insideP, insideQ] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    sum += term(p[i], q[i]);
    insideP += p[i];
    insideQ += q[i];
  }
  return sum + term(Math.max(0, 1 - insideP), Math.max(0, 1 - insideQ));
}

/**
 * JSD, C(G) = −log 4 + 2 JSD, V(D, G), and how uncertain JSD is.
 * `logits` are D's at the middles of the cells; points outside are judged like the first cell.
 * `samples` is how many points p_g was counted from, 0 where it was not.
 */
function measured(cells, p, q, logits, samples) {
  const jsd = jsdOf(p, q);
  const resolution = Math.abs(jsd - jsdOf(merged(cells, p), merged(cells, q)));
  let [value, occupied] = [0, 0];
  // log D = −log(1 + e^−l), log(1 − D) = −log(1 + e^l), neither of which may overflow
  const softplus = (l) => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
  let [insideP, insideQ] = [0, 0];
  for (let i = 0; i < p.length; i++) {
    if (p[i]) value -= p[i] * softplus(-logits[i]);
    if (q[i]) value -= q[i] * softplus(logits[i]);
    insideP += p[i];
    insideQ += q[i];
    if (q[i]) occupied++;
  }
  value -= Math.max(0, 1 - insideP) * softplus(-logits[0]);
  value -= Math.max(0, 1 - insideQ) * softplus(logits[0]);
  const bias = samples ? occupied / (8 * samples) : 0;
  return { jsd, error: resolution + bias, criterion: 2 * jsd - Math.log(4), value };
}
