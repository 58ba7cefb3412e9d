// Drawing a target on the picture: a density on the line, modes in the plane; by pointer or keys.

/** Heights of a drawn density, from one end of the picture to the other. */
const SKETCH_POINTS = 81;
const SKETCH_STD = 0.18;

class Sketch {
  /** `changed(target)` is called with what was drawn; `on` says whether drawing is switched on. */
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.on = false;
    this.heights = new Float64Array(SKETCH_POINTS);
    this.modes = [];
    this.cursor = [0, 0];
    this.last = null;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", () => (this.last = null));
    canvas.addEventListener("pointercancel", () => (this.last = null));
  }

  /** Begin: on the line with the density that is there, in the plane with its modes. */
  begin(dim, target) {
    this.dim = dim;
    this.on = true;
    const step = (2 * REACH[1]) / (SKETCH_POINTS - 1);
    if (dim === 1) {
      this.heights = Float64Array.from(this.heights, (_, i) => target.density(-REACH[1] + i * step));
      // the picture is as high as the density was; what is drawn is scaled to area 1 afterwards
      this.top = 1.6 * Math.max(...this.heights);
    } else {
      this.modes = target.modes.map(({ mean }) => ({ weight: 1, mean: [...mean], std: SKETCH_STD }));
    }
    this.canvas.classList.add("drawing");
  }

  end() {
    this.on = false;
    this.last = null;
    this.canvas.classList.remove("drawing");
  }

  down(event) {
    if (!this.on) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
    if (this.dim === 1) this.strokeTo(this.last);
    else this.toggleMode(this.last);
  }

  move(event) {
    if (!this.on || !this.last || this.dim === 2) return;
    this.strokeTo(this.place(event));
  }

  /** Where the pointer is: x and a height, or a point of the plane. */
  place(event) {
    const { canvas } = this;
    const box = canvas.getBoundingClientRect();
    const [right, below] = [event.clientX - box.left, event.clientY - box.top];
    const reach = REACH[this.dim];
    const corners = this.dim === 1 ? [[-reach], [reach]] : [[-reach, -reach], [reach, reach]];
    const view = { box: corners };
    if (this.dim === 2) {
      const { scale, across, down } = planeFrame(view, canvas.clientWidth, canvas.clientHeight);
      return [(right - across(0)) / scale, (down(0) - below) / scale];
    }
    const frame = lineFrame(view, canvas.clientWidth, canvas.clientHeight);
    const x = -reach + ((right - frame.left) / (frame.right - frame.left)) * 2 * reach;
    const share = (frame.floor - below) / (frame.floor - frame.up(1));
    return [x, this.top * Math.min(1, Math.max(0, share))];
  }

  /** Bend the density from where the pointer was to where it is. */
  strokeTo([x, height]) {
    const index = (at) => ((at + REACH[1]) / (2 * REACH[1])) * (SKETCH_POINTS - 1);
    const [from, to] = [index(this.last[0]), index(x)];
    const [first, until] = [Math.round(Math.min(from, to)), Math.round(Math.max(from, to))];
    for (let i = Math.max(0, first); i <= Math.min(SKETCH_POINTS - 1, until); i++) {
      const part = to === from ? 1 : Math.min(1, Math.max(0, (i - from) / (to - from)));
      this.heights[i] = this.last[1] + part * (height - this.last[1]);
    }
    this.last = [x, height];
    this.tell();
  }

  /** Put a mode there, or take away the one that is there. */
  toggleMode([x, y]) {
    const reach = REACH[2];
    if (Math.abs(x) > reach || Math.abs(y) > reach) return;
    const there = this.modes.findIndex(
      ({ mean }) => Math.hypot(mean[0] - x, mean[1] - y) < 1.5 * SKETCH_STD,
    );
    if (there < 0) this.modes.push({ weight: 1, mean: [x, y], std: SKETCH_STD });
    else if (this.modes.length > 1) this.modes.splice(there, 1);
    this.tell();
  }

  tell() {
    if (this.dim === 2) this.changed(new Mixture(this.modes));
    // nothing at all is no density
    else if (Math.max(...this.heights) > 0) {
      this.changed(new Drawn(Array.from(this.heights), -REACH[1], REACH[1]));
    }
  }

  /** What a key does while the picture has the focus; undefined for other keys. */
  key(event) {
    if (!this.on) return undefined;
    const step = REACH[this.dim] / (event.shiftKey ? 4 : 20);
    const move = (axis, by) => () => {
      const reach = REACH[this.dim];
      this.cursor[axis] = Math.min(reach, Math.max(-reach, this.cursor[axis] + by));
      this.changed(null);
    };
    const raise = (by) => () => {
      const x = this.cursor[0];
      const i = Math.round(((x + REACH[1]) / (2 * REACH[1])) * (SKETCH_POINTS - 1));
      for (let n = Math.max(0, i - 4); n <= Math.min(SKETCH_POINTS - 1, i + 4); n++) {
        const share = Math.exp(-0.5 * ((n - i) / 2) ** 2);
        this.heights[n] = Math.min(this.top, Math.max(0, this.heights[n] + by * share * this.top));
      }
      this.tell();
    };
    const plane = this.dim === 2;
    return {
      ArrowLeft: move(0, -step),
      ArrowRight: move(0, step),
      ArrowUp: plane ? move(1, step) : raise(0.06),
      ArrowDown: plane ? move(1, -step) : raise(-0.06),
      Enter: plane ? () => this.toggleMode(this.cursor) : undefined,
    }[event.key];
  }

  /** Mark where keys draw, over the picture. */
  draw(colours) {
    if (!this.on || document.activeElement !== this.canvas) return;
    const { canvas, dim, cursor } = this;
    const context = canvas.getContext("2d");
    const reach = REACH[dim];
    const view = { box: dim === 1 ? [[-reach], [reach]] : [[-reach, -reach], [reach, reach]] };
    const frame =
      dim === 1
        ? lineFrame(view, canvas.clientWidth, canvas.clientHeight)
        : planeFrame(view, canvas.clientWidth, canvas.clientHeight);
    const x = frame.across(cursor[0]);
    context.strokeStyle = colours.optimal;
    context.lineWidth = 2;
    context.beginPath();
    if (dim === 1) {
      context.moveTo(x, frame.up(1));
      context.lineTo(x, frame.floor);
    } else {
      const y = frame.down(cursor[1]);
      context.moveTo(x - 9, y);
      context.lineTo(x + 9, y);
      context.moveTo(x, y - 9);
      context.lineTo(x, y + 9);
    }
    context.stroke();
  }
}
