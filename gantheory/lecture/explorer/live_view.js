// What a training shows, in the form that the pictures of a replay read.

/** Samples are smeared by this share of the picture before D* is estimated, as in views.py. */
const SMEAR = 0.02;

/** Numbers of this moment, where a replay has those of many frames. */
const now = (numbers, shape = []) => ({ shape: [1, ...shape], frame: () => numbers });

/** The z whose images are drawn in the plane: rings around 0, joined to a net. */
const NET = (() => {
  const [rings, spokes] = [[0.4, 0.8, 1.2, 1.7, 2.3], 24];
  const z = [0, 0];
  const joined = [];
  rings.forEach((radius, r) => {
    for (let s = 0; s < spokes; s++) {
      const angle = (2 * Math.PI * s) / spokes;
      z.push(radius * Math.cos(angle), radius * Math.sin(angle));
      const here = 1 + r * spokes + s;
      joined.push(here, 1 + r * spokes + ((s + 1) % spokes));
      if (r > 0) joined.push(here, here - spokes);
      else if (s % 2 === 0) joined.push(here, 0);
    }
  });
  return { z: Float64Array.from(z), joined };
})();

/** The view of a lesson from what it measured. */
function liveView(lesson, seen) {
  return lesson.dim === 1 ? liveLine(lesson, seen) : livePlane(lesson, seen);
}

function liveLine({ gan, cells, target, masses }, { p_g, logits }) {
  const density = (mass) => mass / cells.size;
  const p_data = masses.map(density);
  const curves = {
    p_data: ["density", p_data],
    p_g: ["density", p_g.map(density)],
    discriminator: ["unit", logits.map(sigmoid)],
    // on a cell the masses may be 0 both: there every answer is optimal
    optimal: ["unit", masses.map((p, i) => (p + p_g[i] > 1e-12 ? p / (p + p_g[i]) : NaN))],
  };
  const z = Float64Array.from({ length: ARROWS_OF_Z }, (_, i) => -2.2 + (4.4 * i) / (ARROWS_OF_Z - 1));
  const images = gan.generator.apply(z, z.length);
  const pushes = gan.pushes(images);
  const half = cells.size / 2;
  return {
    scene: "line",
    box: [[cells.low + half], [-cells.low - half]],
    curves: Object.entries(curves).map(([name, [scale, numbers]]) => ({
      name, scale, values: now(numbers),
    })),
    top: 1.6 * Math.max(...p_data),
    z_place: Array.from(z, (place) => (place - z[0]) / (z.at(-1) - z[0])),
    g_of_z: now(images),
    descent: now(pushes.map((push) => Math.max(-1, Math.min(1, push / 1.5)))),
    target,
  };
}

function livePlane({ gan, target }, { images }) {
  const reach = REACH[2];
  const points = new Float64Array(2 * FIELD * FIELD);
  for (let n = 0; n < FIELD * FIELD; n++) {
    points[2 * n] = reach * ((2 * (n % FIELD)) / (FIELD - 1) - 1);
    points[2 * n + 1] = reach * ((2 * Math.floor(n / FIELD)) / (FIELD - 1) - 1);
  }
  const samples = images.subarray(0, 2 * DRAWN_SAMPLES);
  const good = Uint8Array.from({ length: DRAWN_SAMPLES }, (_, n) =>
    target.modes.some(
      ({ mean, std }) =>
        Math.hypot(samples[2 * n] - mean[0], samples[2 * n + 1] - mean[1]) <= 3 * std,
    ) ? 1 : 0,
  );
  const pushes = gan.pushes(samples.slice(0, 160));
  const corners = [[-reach, -reach], [reach, reach]];
  return {
    scene: "plane",
    box: corners,
    field_box: corners,
    field: now(gan.discriminator.apply(points, FIELD * FIELD).map(sigmoid), [FIELD, FIELD]),
    contours: [],
    ellipses: target.modes.flatMap(({ mean, std }) =>
      [1, 2, 3].map((times) => ({ centre: mean, radii: [times * std, times * std], angle: 0 })),
    ),
    samples: now(samples),
    good: now(good),
    // longer ones are cut, and keep their direction
    descent: now(pushes.map((push, i) =>
      push / Math.max(1, Math.hypot(pushes[i - (i % 2)], pushes[i - (i % 2) + 1])),
    )),
    mesh: NET.joined,
    mesh_points: now(gan.generator.apply(NET.z, NET.z.length / 2)),
    smear: 2 * reach * SMEAR,
    target,
  };
}
