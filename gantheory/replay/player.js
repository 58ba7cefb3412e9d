// Time: a step on a clock that plays, stops and jumps. Knows nothing of pictures.

class Player {
  /** `steps` on the clock; `changed(player)` is called whenever something is to be drawn. */
  constructor(steps, changed) {
    this.steps = steps;
    this.changed = changed;
    this.step = 0;
    this.playing = false;
    this.perSecond = 12;
    this.since = 0;
    this.request = 0;
  }

  go(step) {
    this.step = Math.min(this.steps - 1, Math.max(0, Math.round(step)));
    this.changed(this);
  }

  /** Go to a step by hand, which ends playing. */
  seek(step) {
    this.pause();
    this.go(step);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.step === this.steps - 1) this.step = 0;
    this.playing = true;
    this.since = 0;
    this.request = requestAnimationFrame((now) => this.tick(now));
    this.changed(this);
  }

  pause() {
    cancelAnimationFrame(this.request);
    this.playing = false;
    this.changed(this);
  }

  /** What a key of the keyboard does, by its name; with Shift the arrows go ten steps. */
  keys(event) {
    const stride = event.shiftKey ? 10 : 1;
    return {
      " ": () => this.toggle(),
      ArrowLeft: () => this.seek(this.step - stride),
      ArrowRight: () => this.seek(this.step + stride),
      Home: () => this.seek(0),
      End: () => this.seek(this.steps - 1),
    };
  }

  tick(now) {
    if (!this.playing) return;
    if (!this.since) this.since = now;
    const whole = Math.floor(((now - this.since) / 1000) * this.perSecond);
    if (whole > 0) {
      this.since += (whole * 1000) / this.perSecond;
      this.go(this.step + whole);
    }
    if (this.step === this.steps - 1) this.pause();
    else this.request = requestAnimationFrame((later) => this.tick(later));
  }
}
