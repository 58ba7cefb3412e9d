// A canvas that is as sharp as the screen, and the marks that all pictures share.

/** Prepare a canvas for drawing in CSS pixels; returns its context and size. */
function surface(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = "12px system-ui, sans-serif";
  return { context, width, height };
}

/** An arrow from (x, y) along (dx, dy), into the path that is open. Too short ones are left out. */
function arrow(context, x, y, dx, dy) {
  const length = Math.hypot(dx, dy);
  if (length < 2) return;
  const head = Math.min(5, 0.5 * length);
  const [ux, uy] = [dx / length, dy / length];
  const [tx, ty] = [x + dx, y + dy];
  context.moveTo(x, y);
  context.lineTo(tx, ty);
  context.moveTo(tx - head * (ux + 0.5 * uy), ty - head * (uy - 0.5 * ux));
  context.lineTo(tx, ty);
  context.lineTo(tx - head * (ux - 0.5 * uy), ty - head * (uy + 0.5 * ux));
}

/** A number as people read it: few digits, a true minus sign, a dash where there is none. */
function readable(number, digits = 3) {
  if (!Number.isFinite(number)) return "–";
  const size = Math.abs(number);
  let text;
  if (Number.isInteger(number) && size < 1e7) text = number.toLocaleString("en");
  else if (size !== 0 && (size < 1e-3 || size >= 1e5)) text = number.toExponential(1);
  else text = number.toFixed(size < 10 ? digits : 1);
  return text.replace("-", "−");
}
