// The page: two halves, one set of layers and colours. Starts at the bottom.

class Explorer {
  constructor(data) {
    this.colours = readColours();
    this.root = document.documentElement;
    this.halves = {
      replay: new Replay(document.getElementById("replay"), data.runs, data.texts, this),
      live: new Live(document.getElementById("live"), data.texts, this),
    };
    // on a phone one picture at a time
    const wide = window.matchMedia("(min-width: 52rem)").matches;
    this.halves.replay.find("compare").checked = wide;
    this.listen();
    this.open();
  }

  /** Which layers are wanted, by name. */
  layers() {
    const boxes = document.querySelectorAll("#layers input");
    return Object.fromEntries(Array.from(boxes, (box) => [box.name, box.checked]));
  }

  get half() {
    return this.halves[this.shown];
  }

  listen() {
    for (const tab of document.querySelectorAll('[role="tab"]')) {
      tab.addEventListener("click", () => this.show(tab.dataset.half));
      tab.addEventListener("keydown", (event) => this.moveTab(event));
    }
    for (const box of document.querySelectorAll("#layers input")) {
      box.addEventListener("change", () => this.half.draw());
    }
    document.getElementById("theme").addEventListener("click", () => {
      this.root.dataset.theme = this.root.dataset.theme === "dark" ? "light" : "dark";
      this.colours = readColours();
      this.half.draw();
    });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.open());
    new ResizeObserver(() => this.half.draw()).observe(document.body);
  }

  /** #live opens the training; #collapse that run, #collapse=40 at that step. */
  open() {
    const asked = /^#(\w+)(?:=(\d+))?$/.exec(location.hash);
    const run = asked && this.halves.replay.runs.find(({ name }) => name === asked[1]);
    this.show(asked?.[1] === "live" ? "live" : "replay");
    if (!run) return;
    this.halves.replay.choose(run.name);
    this.halves.replay.player.seek(Number(asked[2] ?? 0));
  }

  show(name) {
    for (const [other, half] of Object.entries(this.halves)) {
      half.root.hidden = other !== name;
      if (other !== name) half.hide();
    }
    for (const tab of document.querySelectorAll('[role="tab"]')) {
      const chosen = tab.dataset.half === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    this.shown = name;
    // the layers are chosen once for both halves
    const place = this.half.root.querySelector(".layers_place");
    place.append(document.getElementById("layers"));
    this.half.draw();
  }

  moveTab(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.stopPropagation();
    const other = this.shown === "live" ? "replay" : "live";
    this.show(other);
    document.querySelector(`[data-half="${other}"]`).focus();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (["SELECT", "SUMMARY"].includes(target.tagName)) return;
    // sliders of settings, fields and radio buttons have keys of their own, the scrubber has not
    const own = target.tagName === "INPUT" && target.dataset.part !== "scrubber";
    if (own && (target.type !== "checkbox" || event.key === " ")) return;
    if (event.key === " " && target.tagName === "BUTTON") return;
    const action = this.half.key(event);
    if (!action) return;
    event.preventDefault();
    action();
  }
}

const explorer = new Explorer(JSON.parse(document.getElementById("data").textContent));
// for the curious, and for tests: the numbers behind the pictures, and the parts that train
window.gantheory = {
  explorer, Adam, Cells, Drawn, Gan, Lesson, Mixture, Momentum, Network, Random, measured,
  pushedForward, smearedOptimum,
};
