// A chart of measures over time: several curves, lines at known values, and a cursor.

/**
 * Draw a chart.
 * `chart` has low, high (ends of the axis); series: {at(n), colour, pattern} for n < count; marks:
 * {at, text}; count; cursor (the number of a point); place(n), where a point is between 0 and 1.
 */
function drawTimeline(canvas, chart, colours) {
  const { context, width, height } = surface(canvas);
  const { left, right } = chartFrame(width);
  const [top, bottom] = [9, height - 9];
  const { low, high, count, cursor, place } = chart;
  const across = (n) => left + place(n) * (right - left);
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
  context.strokeStyle = colours.muted;
  context.beginPath();
  context.moveTo(across(cursor), top - 5);
  context.lineTo(across(cursor), bottom + 5);
  context.stroke();
  for (const { at, colour, pattern } of chart.series) {
    context.beginPath();
    for (let n = 0; n < count; n++) context.lineTo(across(n), down(at(n)));
    context.setLineDash(pattern);
    context.lineWidth = 1.8;
    context.strokeStyle = colours[colour];
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(across(cursor), down(at(cursor)), 3.5, 0, 2 * Math.PI);
    context.fillStyle = colours[colour];
    context.fill();
  }
}

/** A number with the error that it may have, both to three places, the error rounded upwards. */
function withError(number, error) {
  const size = (Math.ceil(1000 * error) / 1000).toFixed(3);
  // adding 0 makes 0 of −0
  const rounded = Math.round(1000 * number) / 1000 + 0;
  return `${rounded.toFixed(3).replace("-", "−")} ± ${size}`;
}

/** The charts of a run: V under C(G) with −log 4, and JSD between 0 and log 2. */
function chartsOf({ value, criterion, jsd, count, cursor, place }) {
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
      place,
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
      place,
      marks: [{ at: 0, text: "0" }, { at: Math.log(2), text: "log 2" }],
      series: [{ at: jsd, colour: "p_g", pattern: [] }],
    },
  };
}
