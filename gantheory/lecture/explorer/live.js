// The half of the page that trains: settings, buttons, and a training that leaves time to draw.

/** Milliseconds between pictures that training may take, at least; else as long as drawing does. */
const LEAST_TRAINING = 9;

class Live {
  constructor(root, texts, page) {
    this.root = root;
    this.texts = texts;
    this.page = page;
    this.find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.canvas = root.querySelector(".scene");
    this.running = false;
    this.request = 0;
    this.measured = 0;
    this.cost = 0;
    this.sketch = new Sketch(this.canvas, (target) => this.drawn(target));
    this.listen();
    this.begin(1);
  }

  listen() {
    const press = (name, action) => this.find(name).addEventListener("click", action);
    press("run", () => this.toggle());
    press("step_d", () => this.step(() => this.lesson.stepD()));
    press("step_g", () => this.step(() => this.lesson.stepG()));
    press("iteration", () => this.step(() => this.lesson.iterate()));
    press("reset", () => this.restart());
    for (const choice of this.root.querySelectorAll('input[name="dim"]')) {
      choice.addEventListener("change", () => this.begin(Number(choice.value)));
    }
    for (const choice of this.root.querySelectorAll('input[name="target"]')) {
      choice.addEventListener("change", () => this.aim(choice.value));
    }
    for (const field of this.root.querySelectorAll("[data-setting]")) {
      field.addEventListener("input", () => this.changed(field));
    }
    this.canvas.addEventListener("focus", () => this.draw());
    this.canvas.addEventListener("blur", () => this.draw());
  }

  /** Start over in one dimension or the other, with its own settings. */
  begin(dim) {
    this.pause();
    this.sketch.end();
    this.lesson = new Lesson(dim);
    for (const group of this.root.querySelectorAll("[data-dim]")) {
      group.hidden = Number(group.dataset.dim) !== dim;
    }
    this.root.querySelector(`input[name="dim"][value="${dim}"]`).checked = true;
    this.check(this.lesson.settings.target);
    this.showHint(false);
    this.showSettings();
    this.look();
  }

  check(target) {
    const { dim } = this.lesson;
    for (const choice of this.root.querySelectorAll('input[name="target"]')) {
      choice.checked = choice.value === `${dim}-${target}`;
    }
  }

  aim(chosen) {
    const [, name] = chosen.split("-");
    const { lesson, sketch } = this;
    sketch.end();
    this.showHint(name === "drawn");
    if (name === "drawn") {
      sketch.begin(lesson.dim, lesson.target);
      this.tell("live.told_drawing");
      this.drawn(lesson.target);
      return;
    }
    lesson.aim(new Mixture(PRESETS[lesson.dim][name]));
    lesson.settings.target = name;
    this.restart();
  }

  /** Say how to draw, and let keys reach the picture, only while it can be drawn on. */
  showHint(drawing) {
    this.canvas.tabIndex = drawing ? 0 : -1;
    this.canvas.setAttribute("role", drawing ? "application" : "img");
    for (const dim of [1, 2]) {
      this.find(`hint_${dim}`).hidden = !drawing || dim !== this.lesson.dim;
    }
  }

  /** A target was drawn: training goes on towards it. */
  drawn(target) {
    if (target) this.lesson.aim(target);
    this.look();
  }

  restart() {
    this.pause();
    this.lesson.restart();
    this.look();
  }

  changed(field) {
    const name = field.dataset.setting;
    const number = Number(field.value);
    if (name === "speed") return;
    if (field.type === "range") this.lesson.set(name, 10 ** number);
    else if (field.type === "number") {
      const whole = Math.round(number);
      // what is being typed may not be a number yet
      if (!(whole >= Number(field.min) && whole <= Number(field.max))) return;
      this.lesson.set(name, whole);
      if (name === "seed") this.restart();
    } else if (name === "decay") this.lesson.set(name, number);
    else this.lesson.set(name, field.value);
    this.showRates();
    this.draw();
  }

  showSettings() {
    for (const field of this.root.querySelectorAll("[data-setting]")) {
      const value = this.lesson.settings[field.dataset.setting];
      if (value === undefined) continue;
      field.value = field.type === "range" ? Math.log10(value) : value;
    }
    this.showRates();
  }

  showRates() {
    for (const name of ["rate_g", "rate_d"]) {
      const text = this.lesson.settings[name].toPrecision(2);
      this.find(name).textContent = text;
      this.root.querySelector(`[data-setting="${name}"]`).setAttribute("aria-valuetext", text);
    }
  }

  toggle() {
    if (this.running) this.pause();
    else this.run();
  }

  run() {
    if (!this.lesson.sound) return;
    this.running = true;
    this.request = requestAnimationFrame((time) => this.tick(time));
    this.showRunning();
  }

  pause() {
    cancelAnimationFrame(this.request);
    this.running = false;
    this.showRunning();
  }

  showRunning() {
    this.find("run").textContent = this.texts[this.running ? "live.pause" : "live.run"];
    this.find("run").setAttribute("aria-pressed", String(this.running));
  }

  step(action) {
    this.pause();
    if (this.lesson.sound) action();
    this.look();
  }

  /** Train as long as the picture's time allows, or so many iterations as the speed says. */
  tick(time) {
    if (!this.running) return;
    const speed = this.root.querySelector('[data-setting="speed"]').value;
    this.request = requestAnimationFrame((later) => this.tick(later));
    if (speed === "slow" && time - this.measured < 250) return;
    this.measured = time;
    const { lesson } = this;
    if (speed !== "fast") lesson.iterate();
    else {
      const until = performance.now() + Math.max(LEAST_TRAINING, this.cost);
      do lesson.iterate();
      while (performance.now() < until);
    }
    const began = performance.now();
    this.look();
    this.cost = performance.now() - began;
    if (!lesson.sound) this.pause();
  }

  /** Measure, remember and draw this moment. */
  look() {
    const { lesson } = this;
    this.seen = lesson.measure();
    const last = lesson.history.at(-1);
    if (!last || lesson.done.g - last.at >= lesson.every) lesson.record(this.seen);
    this.view = liveView(lesson, this.seen);
    this.draw();
  }

  draw() {
    if (this.root.hidden || !this.view) return;
    const { lesson, page, seen, texts, root } = this;
    this.canvas.classList.toggle("line", lesson.dim === 1);
    drawScene(this.canvas, this.view, 0, page.colours, page.layers());
    this.sketch.draw(page.colours);
    const points = [...lesson.history, { ...seen, at: lesson.done.g }];
    const charts = chartsOf({
      value: (n) => points[n].value,
      criterion: (n) => points[n].criterion,
      jsd: (n) => points[n].jsd,
      count: points.length,
      cursor: points.length - 1,
      place: (n) => (lesson.done.g > 0 ? points[n].at / lesson.done.g : 0),
    });
    for (const [name, chart] of Object.entries(charts)) {
      drawTimeline(root.querySelector(`.chart[data-name="${name}"]`), chart, page.colours);
    }
    const values = {
      g_updates: readable(lesson.done.g),
      d_updates: readable(lesson.done.d),
      value: readable(seen.value),
      criterion: withError(seen.criterion, 2 * seen.error),
      jsd: withError(seen.jsd, seen.error),
    };
    for (const place of root.querySelectorAll("[data-value]")) {
      place.textContent = values[place.dataset.value];
    }
    this.find("broken").hidden = lesson.sound;
    if (!this.running) this.find("told").textContent = words(texts, "live.told", values);
  }

  tell(key) {
    this.find("told").textContent = this.texts[key];
  }

  key(event) {
    if (event.target === this.canvas) {
      const drawing = this.sketch.key(event);
      if (drawing) return drawing;
    }
    return {
      " ": () => this.toggle(),
      d: () => this.step(() => this.lesson.stepD()),
      g: () => this.step(() => this.lesson.stepG()),
      ArrowRight: () => this.step(() => this.lesson.iterate()),
    }[event.key];
  }

  hide() {
    this.pause();
  }
}
