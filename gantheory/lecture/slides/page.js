// The deck on the screen: reveal.js, films that start with their slide, and the speaker's window.
const data = JSON.parse(document.getElementById("data").textContent);

Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false,
  display: "flex", hash: true, respondToHashChanges: true, transition: "none",
  backgroundTransition: "none", slideNumber: false, controlsTutorial: false,
  keyboard: { 83: () => notes.open() },
  help: false, pdfSeparateFragments: false, viewDistance: 2, preloadIframes: false,
});

// A window of its own for the speaker. It is made by this page, so it needs no address; styles go
// in through the CSSOM, which the content policy leaves to scripts that it has let in.
const notes = {
  window: null,
  started: 0,
  open() {
    if (this.window && !this.window.closed) {
      this.window.focus();
      return;
    }
    this.window = window.open("", "_blank", "popup,width=760,height=680");
    if (!this.window) {
      alert(data.labels.notes_blocked);
      return;
    }
    this.started = Date.now();
    const page = this.window.document;
    page.documentElement.lang = document.documentElement.lang;
    page.title = data.labels.notes_title;
    const sheet = new this.window.CSSStyleSheet();
    const faces = [...document.styleSheets[0].cssRules].filter((one) => one.type === 5);
    sheet.replaceSync(faces.map((one) => one.cssText).join("") + data.notes_style);
    page.adoptedStyleSheets = [sheet];
    page.body.replaceChildren();
    for (const name of ["where", "time", "title", "text", "next"]) {
      const part = page.createElement(name === "title" ? "h1" : "p");
      part.id = name;
      page.body.append(part);
    }
    page.addEventListener("keydown", (event) => {
      const go = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev",
        PageUp: "prev" }[event.key];
      if (go) {
        event.preventDefault();
        Reveal[go]();
      }
    });
    this.show();
    const ticking = setInterval(() => {
      if (!this.window || this.window.closed) clearInterval(ticking);
      else this.tick();
    }, 1000);
  },
  show() {
    if (!this.window || this.window.closed) return;
    const slides = Reveal.getSlides();
    const at = slides.indexOf(Reveal.getCurrentSlide());
    const told = data.slides[at];
    const put = (name, text) => {
      this.window.document.getElementById(name).textContent = text;
    };
    put("where", data.labels.slide.replace("{number}", at + 1).replace("{count}", slides.length));
    put("title", told.title);
    put("text", told.notes);
    const following = data.slides[at + 1];
    put("next", following ? `${data.labels.notes_next}: ${following.title}`
      : data.labels.notes_last);
    this.tick();
  },
  tick() {
    const at = Reveal.getSlides().indexOf(Reveal.getCurrentSlide());
    const planned = data.slides.slice(0, at + 1).reduce((sum, one) => sum + one.minutes, 0);
    const elapsed = Math.floor((Date.now() - this.started) / 1000);
    const clock = (seconds) =>
      `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.window.document.getElementById("time").textContent =
      `${data.labels.notes_elapsed} ${clock(elapsed)} · ` +
      `${data.labels.notes_planned} ${clock(Math.round(planned * 60))}`;
  },
};

Reveal.on("slidechanged", () => notes.show());

// Films start with their slide. Their own controls would cover the last line of a film, so they
// show only to whoever points at it, touches it or comes to it with the keyboard.
for (const film of document.querySelectorAll("video")) {
  film.controls = false;
  film.tabIndex = 0;
  for (const arrives of ["pointerenter", "focus", "touchstart"]) {
    film.addEventListener(arrives, () => { film.controls = true; }, { passive: true });
  }
  for (const leaves of ["pointerleave", "blur"]) {
    film.addEventListener(leaves, () => { film.controls = false; });
  }
}
