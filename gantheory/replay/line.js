// A frame on the line: densities and D as curves; below them samples, or the arrows z -> G(z).

const PATTERNS = { p_data: [1.5, 3], p_g: [], discriminator: [7, 4], optimal: [7, 3, 1.5, 3] };

/** Where a view of scene "line" is on a canvas: the curves above `floor`, samples and z below. */
function lineFrame(view, width, height) {
  const [[x0], [x1]] = view.box;
  const [left, right, top] = [8, width - 30, 10];
  const floor = height - 0.24 * height;
  return {
    left,
    right,
    floor,
    across: (x) => left + ((x - x0) / (x1 - x0)) * (right - left),
    up: (share) => floor - Math.min(1.02, share) * (floor - top),
  };
}

/**
 * Draw frame `t` of a view of scene "line" onto a canvas.
 * Densities have their own scale, cut at `view.top`; D is drawn from 0 to 1.
 */
function drawLine(canvas, view, t, colours, show) {
  const { context, width, height } = surface(canvas);
  const { left, right, floor, across, up } = lineFrame(view, width, height);
  const below = height - floor;
  scaleOfD(context, colours, left, right, up);
  for (const { name, values, scale } of view.curves) {
    if (!show[name]) continue;
    const numbers = values.frame(t);
    context.beginPath();
    for (let i = 0; i < numbers.length; i++) {
      const share = scale === "unit" ? numbers[i] : numbers[i] / view.top;
      context.lineTo(left + (i / (numbers.length - 1)) * (right - left), up(share));
    }
    context.setLineDash(PATTERNS[name]);
    context.lineWidth = 2;
    context.strokeStyle = colours[name];
    context.stroke();
  }
  context.setLineDash([]);
  if (view.samples) {
    context.save();
    context.beginPath();
    context.rect(left, floor, right - left, below);
    context.clip();
    drawRow(context, view, t, colours, show, across, floor + 0.5 * below);
    context.restore();
  }
  if (view.z_place && show.arrows) drawMapping(context, view, t, colours, across, floor, height, left, right);
}

function scaleOfD(context, colours, left, right, up) {
  context.strokeStyle = colours.faint;
  context.fillStyle = colours.muted;
  context.lineWidth = 1;
  for (const [share, text] of [[0, "0"], [0.5, "½"], [1, "1"]]) {
    context.beginPath();
    context.moveTo(left, up(share));
    context.lineTo(right, up(share));
    context.stroke();
    context.fillText(text, right + 6, up(share) + 4);
  }
}

/** Samples as ticks on a row, the longer ones of high quality, with arrows to where they go. */
function drawRow(context, view, t, colours, show, across, y) {
  const points = view.samples.frame(t);
  const good = view.good.frame(t);
  if (show.samples) {
    context.beginPath();
    for (let i = 0; i < points.length; i++) {
      const half = good[i] ? 7 : 3;
      context.moveTo(across(points[i]), y - half);
      context.lineTo(across(points[i]), y + half);
    }
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.strokeStyle = colours.p_g;
    context.stroke();
    context.globalAlpha = 1;
  }
  if (!show.arrows) return;
  const pushed = view.descent.frame(t);
  const [[x0], [x1]] = view.box;
  const longest = 0.15 * (across(x1) - across(x0));
  context.beginPath();
  for (let i = 0; i < Math.min(pushed.length, points.length); i++) {
    // on rows of their own, or they would lie on each other
    arrow(context, across(points[i]), y + 12 + 3 * (i % 6), pushed[i] * longest, 0);
  }
  context.lineWidth = 1;
  context.strokeStyle = colours.ink;
  context.stroke();
}

/** The arrows of the paper's Figure 1: from z below to x = G(z) above. */
function drawMapping(context, view, t, colours, across, floor, height, left, right) {
  const images = view.g_of_z.frame(t);
  const bottom = height - 8;
  context.beginPath();
  view.z_place.forEach((place, i) => {
    const from = left + place * (right - left);
    arrow(context, from, bottom, across(images[i]) - from, floor + 6 - bottom);
  });
  context.moveTo(left, bottom);
  context.lineTo(right, bottom);
  context.lineWidth = 1;
  context.strokeStyle = colours.ink;
  context.stroke();
  context.fillStyle = colours.muted;
  context.fillText("z", right + 6, bottom + 3);
  context.fillText("x", right + 6, floor + 14);
}
