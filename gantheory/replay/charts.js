// Measures over time with a cursor, and the counts of the modes as bars.

/** Where the frames of a chart are drawn; `times` are updates of the generator. */
function chartFrame(width) {
  const [left, right] = [52, width - 8];
  return {
    left,
    right,
    across: (step, steps) => left + (steps > 1 ? step / (steps - 1) : 0) * (right - left),
    step: (x, steps) => {
      const share = (x - left) / (right - left);
      return Math.round(Math.min(1, Math.max(0, share)) * (steps - 1));
    },
  };
}

/** Draw a measure: its curve over all steps of the clock and a cursor at `step`. */
function drawChart(canvas, chart, frames, step, colours) {
  const { context, width, height } = surface(canvas);
  const { left, right, across } = chartFrame(width);
  const [top, bottom] = [8, height - 8];
  const { low, high, values } = chart;
  const share = (number) => Math.min(1, Math.max(0, (number - low) / (high - low)));
  const down = (number) => bottom - share(number) * (bottom - top);
  context.strokeStyle = colours.faint;
  context.fillStyle = colours.muted;
  context.textAlign = "right";
  context.lineWidth = 1;
  for (const number of [low, high]) {
    context.beginPath();
    context.moveTo(left, down(number));
    context.lineTo(right, down(number));
    context.stroke();
    context.fillText(readable(number, 2), left - 6, down(number) + 4);
  }
  context.textAlign = "left";
  const x = across(step, frames.length);
  context.strokeStyle = colours.muted;
  context.beginPath();
  context.moveTo(x, top - 4);
  context.lineTo(x, bottom + 4);
  context.stroke();
  context.beginPath();
  let open = false;
  frames.forEach((frame, at) => {
    const number = values.at(frame);
    // a measure that is not defined leaves a gap
    if (!Number.isFinite(number)) open = false;
    else if (open) context.lineTo(across(at, frames.length), down(number));
    else {
      context.moveTo(across(at, frames.length), down(number));
      open = true;
    }
  });
  context.lineWidth = 1.6;
  context.strokeStyle = colours.discriminator;
  context.stroke();
  const now = values.at(frames[step]);
  if (!Number.isFinite(now)) return;
  context.beginPath();
  context.arc(x, down(now), 4, 0, 2 * Math.PI);
  context.fillStyle = colours.optimal;
  context.fill();
}

/** Draw how many samples each mode has; modes that are not captured are hollow. */
function drawBars(canvas, bars, t, colours) {
  const { context, width, height } = surface(canvas);
  const counts = bars.counts.frame(t);
  const most = Math.max(...bars.expected);
  const [top, bottom] = [8, height - 18];
  const each = (width - 16) / counts.length;
  // twice what is expected fills the height; a mode with more is cut, with its number above
  const tall = (count) => Math.min(1, count / (2 * most)) * (bottom - top);
  context.lineWidth = 1.5;
  counts.forEach((count, mode) => {
    const x = 8 + mode * each + 0.15 * each;
    const wide = 0.7 * each;
    const size = Math.max(1, tall(count));
    context.fillStyle = context.strokeStyle = colours.p_g;
    if (count >= bars.hits) context.fillRect(x, bottom - size, wide, size);
    else context.strokeRect(x, bottom - 3, wide, 3);
    context.beginPath();
    const line = bottom - tall(bars.expected[mode]);
    context.moveTo(x - 0.1 * each, line);
    context.lineTo(x + wide + 0.1 * each, line);
    context.strokeStyle = colours.p_data;
    context.stroke();
    if (each < 16) return;
    context.fillStyle = colours.muted;
    context.textAlign = "center";
    context.fillText(String(mode + 1), x + wide / 2, height - 4);
    if (count > 2 * most && each >= 26) {
      context.fillStyle = colours.background;
      context.fillText(String(count), x + wide / 2, top + 13);
    }
  });
  context.textAlign = "left";
}

/** Touch, pen or mouse on a chart moves the cursor. */
function dragCursor(canvas, player) {
  const move = (event) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    player.seek(chartFrame(canvas.clientWidth).step(x, player.steps));
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    move(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) move(event);
  });
}
