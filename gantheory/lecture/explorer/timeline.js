// A chart of measures over time: several curves, lines at known values, and a cursor.

/**
 * Draw a chart.
 * `chart` has low, high (ends of the axis); series: {at(n), colour, pattern} for n < count; marks:
 * {at, text}; count; cursor (a number of a point, or −1 for none).
 */
function drawTimeline(canvas, chart, colours) {
  const { context, width, height } = surface(canvas);
  const { left, right, across } = chartFrame(width);
  const [top, bottom] = [9, height - 9];
  const { low, high, count, cursor } = chart;
  const share = (number) => Math.min(1, Math.max(0, (number - low) / (high - low)));
  const down = (number) => bottom - share(number) * (bottom - top);
  context.lineWidth = 1;
  context.strokeStyle = colours.faint;
  context.fillStyle = colours.muted;
  context.textAlign = "right";
  for (const { at, text } of chart.marks) {
    context.beginPath();
    context.moveTo(left, down(at));
    context.lineTo(right, down(at));
    context.stroke();
    context.fillText(text, left - 6, down(at) + 4);
  }
  context.textAlign = "left";
  if (cursor >= 0) {
    context.strokeStyle = colours.muted;
    context.beginPath();
    context.moveTo(across(cursor, count), top - 5);
    context.lineTo(across(cursor, count), bottom + 5);
    context.stroke();
  }
  for (const { at, colour, pattern } of chart.series) {
    context.beginPath();
    for (let n = 0; n < count; n++) context.lineTo(across(n, count), down(at(n)));
    context.setLineDash(pattern);
    context.lineWidth = 1.8;
    context.strokeStyle = colours[colour];
    context.stroke();
    context.setLineDash([]);
    if (cursor < 0) continue;
    context.beginPath();
    context.arc(across(cursor, count), down(at(cursor)), 3.5, 0, 2 * Math.PI);
    context.fillStyle = colours[colour];
    context.fill();
  }
}

/** A number with the error that it may have, both to three places, the error rounded upwards. */
function withError(number, error) {
  const size = (Math.ceil(1000 * error) / 1000).toFixed(3);
  return `${number.toFixed(3).replace("-", "−")} ± ${size}`;
}

/** The charts of a run: V under C(G) with −log 4, and JSD between 0 and log 2. */
function chartsOf({ value, criterion, jsd, count, cursor }) {
  let low = -2;
  for (let n = 0; n < count; n++) low = Math.min(low, value(n));
  // a wild frame must not flatten the others
  low = Math.max(-4, low);
  return {
    value: {
      low,
      high: 0,
      count,
      cursor,
      marks: [{ at: 0, text: "0" }, { at: -Math.log(4), text: "−log 4" }],
      series: [
        { at: criterion, colour: "optimal", pattern: PATTERNS.optimal },
        { at: value, colour: "discriminator", pattern: [] },
      ],
    },
    jsd: {
      low: 0,
      high: Math.log(2),
      count,
      cursor,
      marks: [{ at: 0, text: "0" }, { at: Math.log(2), text: "log 2" }],
      series: [{ at: jsd, colour: "p_g", pattern: [] }],
    },
  };
}
