// The page: reads its data block, lets the player move, draws what it says. Starts at the bottom.

const SCENES = { plane: drawPlane, line: drawLine };

class Page {
  constructor(data) {
    this.texts = data.texts;
    this.clock = data.clock;
    this.runs = data.runs.map((run, number) => ({
      view: decoded(run.view),
      frames: run.frames,
      updates: new Frames(run.d_updates),
      root: document.getElementById(`run-${number}`),
    }));
    this.colours = readColours();
    this.player = new Player(this.clock.length, () => this.draw());
    this.find = (id) => document.getElementById(id);
    this.listen();
    // page.html#step=40 opens at that step
    const asked = /^#step=(\d+)$/.exec(location.hash);
    this.player.go(asked ? Number(asked[1]) : 0);
  }

  listen() {
    const { player } = this;
    this.find("play").addEventListener("click", () => player.toggle());
    this.find("first").addEventListener("click", () => player.seek(0));
    this.find("back").addEventListener("click", () => player.seek(player.step - 1));
    this.find("forward").addEventListener("click", () => player.seek(player.step + 1));
    this.find("last").addEventListener("click", () => player.seek(player.steps - 1));
    this.find("scrubber").addEventListener("input", (event) => {
      player.seek(Number(event.target.value));
    });
    const speed = this.find("speed");
    const hurry = () => (player.perSecond = 12 * Number(speed.value));
    speed.addEventListener("change", hurry);
    hurry(); // browsers restore what was chosen before a reload
    for (const box of document.querySelectorAll("#layers input")) {
      box.addEventListener("change", () => this.draw());
    }
    this.find("theme").addEventListener("click", () => {
      const root = document.documentElement;
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      this.colours = readColours();
      this.draw();
    });
    document.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(document.body);
    for (const canvas of document.querySelectorAll("canvas.chart")) dragCursor(canvas, this.player);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = event.target.tagName;
    // buttons, boxes, menus and the scrubber have keys of their own
    if (event.key === " " && ["BUTTON", "INPUT", "SELECT", "SUMMARY"].includes(on)) return;
    if (on === "SELECT") return;
    const actions = this.player.keys(event);
    if (!(event.key in actions)) return;
    event.preventDefault();
    actions[event.key]();
  }

  draw() {
    const { player, texts } = this;
    const { step, playing } = player;
    const show = {};
    for (const box of document.querySelectorAll("#layers input")) show[box.name] = box.checked;
    const scrubber = this.find("scrubber");
    scrubber.value = step;
    const time = words(texts, "time", { updates: readable(this.clock[step]) });
    scrubber.setAttribute("aria-valuetext", time);
    this.find("time").textContent = time;
    this.find("play").textContent = playing ? texts.pause : texts.play;
    const told = this.runs.map((run) => this.drawRun(run, step, show));
    // spoken when the picture stands still; while it plays nobody could follow
    if (!playing) this.find("told").textContent = `${time}. ${told.join(" ")}`;
  }

  /** Draw a run at a step of the clock; returns what it shows in words. */
  drawRun({ view, frames, updates, root }, step, show) {
    const t = frames[step];
    const { colours, texts } = this;
    SCENES[view.scene](root.querySelector(".scene"), view, t, colours, show);
    const values = {};
    view.charts.forEach((chart) => {
      const canvas = root.querySelector(`.chart[data-name="${chart.name}"]`);
      drawChart(canvas, chart, frames, step, colours);
      values[chart.name] = readable(chart.values.at(t));
    });
    if (view.bars) drawBars(root.querySelector(".bars"), view.bars, t, colours);
    for (const [name, numbers] of Object.entries(view.readouts)) {
      values[name] = readable(numbers.at(t));
    }
    if (view.outside) values.outside = readable(view.outside.at(t));
    values.d_updates = readable(updates.at(t));
    for (const [name, value] of Object.entries(values)) {
      const place = root.querySelector(`[data-value="${name}"]`);
      if (place) place.textContent = value;
    }
    if (!view.bars) return words(texts, "told_line", values);
    const counts = Array.from(view.bars.counts.frame(t)).join(", ");
    root.querySelector(".bars").setAttribute("aria-label", words(texts, "bars_alt", { counts }));
    return words(texts, "told_modes", { ...values, modes: view.modes });
  }
}

new Page(JSON.parse(document.getElementById("data").textContent));
