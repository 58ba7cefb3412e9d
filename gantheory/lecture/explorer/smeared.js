// D* in the plane where p_g is known by samples: both densities smeared by the same noise.

/**
 * D* = p / (p + p_g) at the points of a square grid, row by row from the lowest y, where `real(x, y)`
 * is p_data after normal noise of standard deviation `width`, and `samples` stand for p_g.
 * Smearing both alike keeps the essential: p_g = p_data gives 1/2.
 */
function smearedOptimum(low, high, points, width, real, samples) {
  const found = new Float32Array(points * points);
  const at = (i) => low + ((high - low) * i) / (points - 1);
  const count = samples.length / 2;
  const height = 1 / (2 * Math.PI * width * width * count);
  // e^(-(dx² + dy²) / 2 w²) is a product of factors along x and along y
  const factors = (axis) =>
    Array.from({ length: points }, (_, i) =>
      Float64Array.from({ length: count }, (_, n) =>
        Math.exp(-0.5 * ((samples[2 * n + axis] - at(i)) / width) ** 2),
      ),
    );
  const [along, up] = [factors(0), factors(1)];
  for (let j = 0; j < points; j++) {
    for (let i = 0; i < points; i++) {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += along[i][n] * up[j][n];
      const fake = height * sum;
      const p = real(at(i), at(j));
      // far from both nothing is known: there every answer is optimal
      found[j * points + i] = p + fake > 1e-300 ? p / (p + fake) : 0.5;
    }
  }
  return found;
}
