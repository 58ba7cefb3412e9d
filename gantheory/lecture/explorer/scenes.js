// The explorer's pictures: those of a replay, with D* in the plane, the pushes and the map z → x.

/** Points along an axis at which D* is computed in the plane. */
const OPTIMUM_POINTS = 49;

/**
 * Draw frame `t` of a view. `show` says which layers are wanted, by what they mean:
 * discriminator, optimal, p_data, p_g, gradients, manifold.
 */
function drawScene(canvas, view, t, colours, show) {
  if (view.scene === "line") {
    drawLine(canvas, view, t, colours, { ...show, arrows: show.manifold && !show.gradients });
    if (show.gradients) drawPushesOnLine(canvas, view, t, colours, show.manifold);
    return;
  }
  drawPlane(canvas, view, t, colours, {
    field: show.discriminator,
    contour: show.discriminator,
    density: show.p_data,
    modes: show.p_data,
    samples: show.p_g,
    arrows: show.gradients,
  });
  const context = canvas.getContext("2d");
  const { across, down } = planeFrame(view, canvas.clientWidth, canvas.clientHeight);
  const [[x0, y0], [x1, y1]] = view.box;
  context.save();
  context.beginPath();
  context.rect(across(x0), down(y1), across(x1) - across(x0), down(y0) - down(y1));
  context.clip();
  if (show.manifold) drawMesh(context, view, t, colours, across, down);
  if (show.optimal) drawOptimum(context, view, t, colours, across, down);
  context.restore();
}

/** Arrows on the x axis from G(z), along minus the slope of G's loss, before the pale map z → x. */
function drawPushesOnLine(canvas, view, t, colours, mapping) {
  const context = canvas.getContext("2d");
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const { left, right, floor, across } = lineFrame(view, width, height);
  const pale = { ...colours, ink: colours.faint };
  if (mapping) drawMapping(context, view, t, pale, across, floor, height, left, right);
  const images = view.g_of_z.frame(t);
  const pushed = view.descent.frame(t);
  const longest = 0.09 * (right - left);
  for (const [thick, colour] of [[5, colours.background], [2.2, colours.p_g]]) {
    context.beginPath();
    for (let i = 0; i < images.length; i++) {
      const x = across(images[i]);
      if (x < left || x > right) continue;
      arrow(context, x, floor + 10 + 6 * (i % 3), pushed[i] * longest, 0);
    }
    context.lineWidth = thick;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** How G maps the plane of z: neighbours in z are joined where their images are. */
function drawMesh(context, view, t, colours, across, down) {
  if (!view.mesh) return;
  const points = (view.mesh_points ?? view.samples).frame(t);
  context.beginPath();
  for (let e = 0; e < view.mesh.length; e += 2) {
    const [i, j] = [2 * view.mesh[e], 2 * view.mesh[e + 1]];
    context.moveTo(across(points[i]), down(points[i + 1]));
    context.lineTo(across(points[j]), down(points[j + 1]));
  }
  context.globalAlpha = 0.55;
  context.lineWidth = 0.8;
  context.strokeStyle = colours.p_g;
  context.stroke();
  context.globalAlpha = 1;
}

/** The line where D* = 1/2, both densities smeared alike. */
function drawOptimum(context, view, t, colours, across, down) {
  const [[x0, y0], [x1]] = view.box;
  const field = optimumOf(view, t);
  const cell = (x1 - x0) / (OPTIMUM_POINTS - 1);
  context.beginPath();
  contour(field, OPTIMUM_POINTS, 0.5, (i0, j0, i1, j1) => {
    context.moveTo(across(x0 + cell * i0), down(y0 + cell * j0));
    context.lineTo(across(x0 + cell * i1), down(y0 + cell * j1));
  });
  context.setLineDash(PATTERNS.optimal);
  context.lineWidth = 2;
  context.strokeStyle = colours.optimal;
  context.stroke();
  context.setLineDash([]);
}

/** D* of a view in the plane, of the frame that was asked for last. */
function optimumOf(view, t) {
  if (view.optimum?.at === t && view.optimum.samples === view.samples.frame(t)) {
    return view.optimum.field;
  }
  const [[low], [high]] = view.box;
  const samples = view.samples.frame(t);
  const real = (x, y) => view.target.smeared(view.smear, x, y);
  const field = smearedOptimum(low, high, OPTIMUM_POINTS, view.smear, real, samples);
  view.optimum = { at: t, samples, field };
  return field;
}
