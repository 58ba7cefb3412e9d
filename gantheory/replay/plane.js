// A frame in the plane: D's field, p_data, data, samples, and where samples are pushed.

/** Where the box of a view is on a canvas: one scale for both axes, the box in the middle. */
function planeFrame(view, width, height) {
  const [[x0, y0], [x1, y1]] = view.box;
  const scale = Math.min(width / (x1 - x0), height / (y1 - y0));
  return {
    scale,
    across: (x) => width / 2 + (x - (x0 + x1) / 2) * scale,
    down: (y) => height / 2 - (y - (y0 + y1) / 2) * scale,
  };
}

/**
 * Draw frame `t` of a view of scene "plane" onto a canvas.
 * `show` says which layers are wanted: field, contour, density, modes, data, samples, arrows.
 */
function drawPlane(canvas, view, t, colours, show) {
  const { context, width, height } = surface(canvas);
  const [[x0, y0], [x1, y1]] = view.box;
  const { scale, across, down } = planeFrame(view, width, height);
  context.save();
  context.beginPath();
  context.rect(across(x0), down(y1), (x1 - x0) * scale, (y1 - y0) * scale);
  context.clip();
  if (show.field) drawField(context, view, t, colours, across, down);
  if (show.density) drawDensity(context, view, colours, across, down);
  if (show.modes) drawModes(context, view, colours, across, down, scale);
  if (show.contour) drawBoundary(context, view, t, colours, across, down);
  if (show.data) drawData(context, view, colours, across, down);
  if (show.samples) drawSamples(context, view, t, colours, across, down);
  if (show.arrows) drawArrows(context, view, t, colours, across, down);
  context.restore();
  context.strokeStyle = colours.faint;
  context.strokeRect(across(x0), down(y1), (x1 - x0) * scale, (y1 - y0) * scale);
}

function drawField(context, view, t, colours, across, down) {
  const [, rows, columns] = view.field.shape;
  const field = view.field.frame(t);
  const image = new ImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      // the image's first row is on top, the field's first row has the lowest y
      const to = 4 * ((rows - 1 - j) * columns + i);
      const from = 3 * Math.round(255 * field[j * columns + i]);
      for (let k = 0; k < 3; k++) image.data[to + k] = colours.map[from + k];
      image.data[to + 3] = 255;
    }
  }
  const small = document.createElement("canvas");
  small.width = columns;
  small.height = rows;
  small.getContext("2d").putImageData(image, 0, 0);
  const [[x0, y0], [x1, y1]] = view.field_box;
  // grid points are in the middle of the image's pixels
  const [dx, dy] = [(x1 - x0) / (columns - 1), (y1 - y0) / (rows - 1)];
  const [left, top] = [across(x0 - dx / 2), down(y1 + dy / 2)];
  context.imageSmoothingEnabled = true;
  context.drawImage(small, left, top, across(x1 + dx / 2) - left, down(y0 - dy / 2) - top);
}

function drawBoundary(context, view, t, colours, across, down) {
  const [, rows, columns] = view.field.shape;
  const [[x0, y0], [x1, y1]] = view.field_box;
  const x = (i) => across(x0 + ((x1 - x0) * i) / (columns - 1));
  const y = (j) => down(y0 + ((y1 - y0) * j) / (rows - 1));
  context.beginPath();
  contour(view.field.frame(t), columns, 0.5, (i0, j0, i1, j1) => {
    context.moveTo(x(i0), y(j0));
    context.lineTo(x(i1), y(j1));
  });
  context.lineWidth = 2;
  context.strokeStyle = colours.discriminator;
  context.stroke();
}

function drawDensity(context, view, colours, across, down) {
  context.beginPath();
  for (const line of view.contours) {
    context.moveTo(across(line[0]), down(line[1]));
    for (let i = 2; i < line.length; i += 2) context.lineTo(across(line[i]), down(line[i + 1]));
  }
  context.lineWidth = 0.8;
  context.strokeStyle = colours.p_data;
  context.stroke();
}

function drawModes(context, view, colours, across, down, scale) {
  context.lineWidth = 1.2;
  context.strokeStyle = colours.p_data;
  for (const { centre, radii, angle } of view.ellipses) {
    // never so small that it cannot be seen; small ones are too short for dashes
    const [a, b] = radii.map((radius) => Math.max(4, radius * scale));
    context.setLineDash(Math.min(a, b) > 9 ? [3, 3] : []);
    context.beginPath();
    context.ellipse(across(centre[0]), down(centre[1]), a, b, -angle, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}

function drawData(context, view, colours, across, down) {
  const points = view.real.frame(0);
  context.fillStyle = colours.p_data;
  context.globalAlpha = 0.35;
  for (let i = 0; i < points.length; i += 2) {
    context.fillRect(across(points[i]) - 1, down(points[i + 1]) - 1, 2, 2);
  }
  context.globalAlpha = 1;
}

/** Samples of high quality are discs, the others crosses: shapes tell what colours need not. */
function drawSamples(context, view, t, colours, across, down) {
  const points = view.samples.frame(t);
  const good = view.good.frame(t);
  const [discs, crosses] = [new Path2D(), new Path2D()];
  for (let i = 0; i < good.length; i++) {
    const [x, y] = [across(points[2 * i]), down(points[2 * i + 1])];
    if (good[i]) {
      discs.moveTo(x + 2.4, y);
      discs.arc(x, y, 2.4, 0, 2 * Math.PI);
    } else {
      crosses.moveTo(x - 2, y - 2);
      crosses.lineTo(x + 2, y + 2);
      crosses.moveTo(x - 2, y + 2);
      crosses.lineTo(x + 2, y - 2);
    }
  }
  context.strokeStyle = colours.background;
  context.lineWidth = 2.6;
  context.stroke(crosses);
  context.lineWidth = 1.2;
  context.strokeStyle = colours.p_g;
  context.stroke(crosses);
  context.fillStyle = colours.p_g;
  context.fill(discs);
  context.lineWidth = 0.7;
  context.strokeStyle = colours.background;
  context.stroke(discs);
}

function drawArrows(context, view, t, colours, across, down) {
  const points = view.samples.frame(t);
  const pushed = view.descent.frame(t);
  const [[x0], [x1]] = view.box;
  const longest = 0.12 * (across(x1) - across(x0));
  context.beginPath();
  for (let i = 0; i < Math.min(pushed.length, points.length); i += 2) {
    const [dx, dy] = [pushed[i] * longest, -pushed[i + 1] * longest];
    arrow(context, across(points[i]), down(points[i + 1]), dx, dy);
  }
  context.lineWidth = 1.1;
  context.strokeStyle = colours.ink;
  context.stroke();
}
