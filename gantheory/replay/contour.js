// Marching squares: where a field on a grid crosses a level, as short lines.

/**
 * Calls `line(x0, y0, x1, y1)` in units of grid cells for every piece of the level set.
 * `field` holds rows of `columns` numbers. A saddle is cut by the mean of its four corners.
 */
function contour(field, columns, level, line) {
  const rows = field.length / columns;
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const at = j * columns + i;
      const a = field[at] - level;
      const b = field[at + 1] - level;
      const c = field[at + columns + 1] - level;
      const d = field[at + columns] - level;
      const kind = (a > 0 ? 1 : 0) | (b > 0 ? 2 : 0) | (c > 0 ? 4 : 0) | (d > 0 ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      const bottom = () => [i + a / (a - b), j];
      const right = () => [i + 1, j + b / (b - c)];
      const top = () => [i + d / (d - c), j + 1];
      const left = () => [i, j + a / (a - d)];
      const draw = (from, to) => line(...from(), ...to());
      if (kind === 5 || kind === 10) {
        // corners a and c agree against b and d: the middle says which pair is connected
        const together = (a + b + c + d > 0) === (kind === 5);
        if (together) {
          draw(bottom, right);
          draw(left, top);
        } else {
          draw(left, bottom);
          draw(top, right);
        }
        continue;
      }
      const other = kind > 7 ? 15 - kind : kind;
      if (other === 1) draw(left, bottom);
      else if (other === 2) draw(bottom, right);
      else if (other === 3) draw(left, right);
      else if (other === 4) draw(right, top);
      else if (other === 6) draw(bottom, top);
      else draw(left, top);
    }
  }
}
