// Colours from the style sheet, so that they are written down in one place, and D's colour map.

/** The colours of the theme in force, by the names of the style sheet's variables. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = [
    "background", "ink", "muted", "faint", "p_data", "p_g", "discriminator", "optimal",
    "field_fake", "field_middle", "field_real",
  ];
  const colours = Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
  colours.map = colourMap(colours.field_fake, colours.field_middle, colours.field_real);
  return colours;
}

/** 256 colours as bytes r, g, b: from "samples" over "undecided" to "data". */
function colourMap(fake, middle, real) {
  const [a, b, c] = [fake, middle, real].map(channels);
  const map = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const s = i / 255;
    const [from, to, t] = s < 0.5 ? [a, b, 2 * s] : [b, c, 2 * s - 1];
    for (let k = 0; k < 3; k++) map[3 * i + k] = from[k] + (to[k] - from[k]) * t;
  }
  return map;
}

/** "#rrggbb" as three numbers. */
function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
