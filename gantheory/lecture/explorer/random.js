// Random numbers from a seed: the same seed gives the same training on every machine.

/** The generator sfc32 (C. Doty-Humphrey), seeded by one whole number. */
class Random {
  constructor(seed) {
    this.a = 0x9e3779b9;
    this.b = 0x243f6a88;
    this.c = seed >>> 0;
    this.count = 1;
    this.spare = NaN;
    for (let i = 0; i < 15; i++) this.bits();
  }

  /** 32 random bits. */
  bits() {
    const sum = (this.a + this.b + this.count) | 0;
    this.count = (this.count + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in (0, 1), 52 bits. */
  uniform() {
    return ((this.bits() >>> 6) * 0x4000000 + (this.bits() >>> 6) + 0.5) / 0x10000000000000;
  }

  /** Standard normal, by Box and Muller. */
  normal() {
    if (!Number.isNaN(this.spare)) {
      const kept = this.spare;
      this.spare = NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** So many standard normal numbers. */
  normals(count) {
    return Float64Array.from({ length: count }, () => this.normal());
  }
}
