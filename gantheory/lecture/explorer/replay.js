// The half of the page that replays recordings: which run, which moment, what is drawn of it.

class Replay {
  constructor(root, data, texts, page) {
    this.root = root;
    this.texts = texts;
    this.page = page;
    this.runs = data;
    this.find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.sides = [...root.querySelectorAll(".side")];
    this.player = new Player(1, () => this.draw());
    this.listen();
    this.choose(data[0].name);
  }

  listen() {
    const { player } = this;
    const press = (name, action) => this.find(name).addEventListener("click", action);
    press("play", () => player.toggle());
    press("first", () => player.seek(0));
    press("back", () => player.seek(player.step - 1));
    press("forward", () => player.seek(player.step + 1));
    press("last", () => player.seek(player.steps - 1));
    for (const who of ["d", "g"]) {
      press(`${who}_back`, () => this.stepOf(who, -1));
      press(`${who}_on`, () => this.stepOf(who, 1));
    }
    this.find("scrubber").addEventListener("input", (event) => {
      player.seek(Number(event.target.value));
    });
    const speed = this.find("speed");
    const hurry = () => (player.perSecond = 12 * Number(speed.value));
    speed.addEventListener("change", hurry);
    hurry();
    for (const choice of this.root.querySelectorAll('input[name="run"]')) {
      choice.addEventListener("change", () => this.choose(choice.value));
    }
    this.find("compare").addEventListener("change", () => this.draw());
    for (const canvas of this.root.querySelectorAll("canvas.chart")) dragCursor(canvas, this.player);
  }

  choose(name) {
    this.run = this.runs.find((run) => run.name === name) ?? this.runs[0];
    const { run, player } = this;
    // numbers are unpacked when a run is looked at for the first time
    for (const side of run.sides) {
      if (side.decoded) continue;
      side.view = decoded(side.view);
      side.decoded = true;
      if (side.view.mixture) side.view.target = new Mixture(side.view.mixture);
    }
    for (const choice of this.root.querySelectorAll('input[name="run"]')) {
      choice.checked = choice.value === run.name;
    }
    for (const story of this.root.querySelectorAll("[data-story]")) {
      story.hidden = story.dataset.story !== run.name;
    }
    this.moves = movesOf(run);
    for (const who of ["d", "g"]) {
      const none = this.moves[who].length === 0;
      for (const way of ["back", "on"]) this.find(`${who}_${way}`).disabled = none;
    }
    this.find("no_inner").hidden = this.moves.d.length > 0;
    player.pause();
    player.steps = run.clock.length;
    const scrubber = this.find("scrubber");
    scrubber.max = player.steps - 1;
    player.go(0);
  }

  /** To the next recorded moment at which one player alone has moved, or the one before. */
  stepOf(who, way) {
    const { step } = this.player;
    const moments = this.moves[who];
    const next = way > 0 ? moments.find((at) => at > step) : moments.findLast((at) => at < step);
    if (next !== undefined) this.player.seek(next);
  }

  draw() {
    if (!this.run || this.root.hidden) return;
    const { player, texts, run } = this;
    const { step, playing } = player;
    const scrubber = this.find("scrubber");
    scrubber.value = step;
    const time = words(texts, "replay.time", { updates: readable(run.clock[step]) });
    scrubber.setAttribute("aria-valuetext", time);
    this.find("time").textContent = time;
    this.find("play").textContent = playing ? texts["replay.pause"] : texts["replay.play"];
    const both = this.find("compare").checked && run.sides.length > 1;
    this.sides[1].hidden = !both;
    this.find("compare").disabled = run.sides.length < 2;
    const shown = both ? run.sides : run.sides.slice(0, 1);
    const told = shown.map((side, number) => this.drawSide(this.sides[number], side, number));
    if (!playing) this.find("told").textContent = `${time}. ${told.join(" ")}`;
  }

  /** Draw one recording; returns what it shows in words. */
  drawSide(root, { view, frames }, number) {
    const { texts, page, run } = this;
    const { step, steps } = this.player;
    const t = frames[step];
    root.querySelector("h3").textContent = texts[`runs.${run.name}_${number}`];
    const scene = root.querySelector(".scene");
    scene.classList.toggle("line", view.scene === "line");
    drawScene(scene, view, t, page.colours, page.layers());
    const { measures, times } = view;
    const curve = (name) => (n) => measures[name].at(frames[n]);
    const charts = chartsOf({
      value: curve("value"),
      criterion: curve("criterion"),
      jsd: curve("jsd"),
      count: steps,
      cursor: step,
      place: (n) => n / Math.max(1, steps - 1),
    });
    for (const [name, chart] of Object.entries(charts)) {
      drawTimeline(root.querySelector(`.chart[data-name="${name}"]`), chart, page.colours);
    }
    const values = { d_updates: readable(times.d_updates.at(t)) };
    for (const [name, numbers] of Object.entries(measures)) values[name] = readable(numbers.at(t));
    for (const name of ["criterion", "jsd"]) {
      if (view.exact) continue;
      values[name] = withError(measures[name].at(t), measures[`${name}_error`].at(t));
    }
    for (const place of root.querySelectorAll("[data-value]")) {
      const { value } = place.dataset;
      place.textContent = values[value] ?? "–";
      place.closest("[data-row]")?.toggleAttribute("hidden", !(value in values));
    }
    return words(texts, "replay.told", { side: texts[`runs.${run.name}_${number}`], ...values });
  }

  key(event) {
    const actions = {
      ...this.player.keys(event),
      d: () => this.stepOf("d", 1),
      D: () => this.stepOf("d", -1),
      g: () => this.stepOf("g", 1),
      G: () => this.stepOf("g", -1),
    };
    return actions[event.key];
  }

  hide() {
    this.player.pause();
  }
}

/** The steps of the clock at which D alone has moved since the step before, and those of G. */
function movesOf({ clock, sides }) {
  const found = { d: [], g: [] };
  const { frames, view } = sides[0];
  for (let step = 1; step < clock.length; step++) {
    const [before, now] = [frames[step - 1], frames[step]];
    const [d, g] = ["d_updates", "g_updates"].map(
      (name) => view.times[name].at(now) > view.times[name].at(before),
    );
    if (d && !g) found.d.push(step);
    if (g && !d) found.g.push(step);
  }
  return found;
}
