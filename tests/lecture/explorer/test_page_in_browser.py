"""The explorer in a real browser: what is drawn is what was recorded, and everything answers."""

import numpy as np
import pytest

SHOWN = """() => {
  const {replay} = gantheory.explorer.halves;
  const {view, frames} = replay.run.sides[0];
  const t = frames[replay.player.step];
  return {
    run: replay.run.name, step: replay.player.step, t, box: view.box, top: view.top,
    curves: (view.curves ?? []).map(({name, values}) => [name, [...values.frame(t)]]),
    samples: view.samples ? [...view.samples.frame(t)] : [],
    images: view.g_of_z ? [...view.g_of_z.frame(t)] : [],
    time: document.querySelector('[data-part="time"]').textContent,
    numbers: Object.fromEntries(
      [...document.querySelectorAll("#replay .side:first-child [data-value]")]
        .map((place) => [place.dataset.value, place.textContent])),
  };
}"""

#: for each place of the first picture, whether a pixel within 2 of it has a layer's colour
COLOURED = """([places, name]) => {
  const canvas = document.querySelector("#replay .scene");
  const ratio = canvas.width / canvas.clientWidth;
  // a copy: reading the picture itself would make the browser remark that this is slow
  const copy = Object.assign(document.createElement("canvas"),
    {width: canvas.width, height: canvas.height});
  const context = copy.getContext("2d", {willReadFrequently: true});
  context.drawImage(canvas, 0, 0);
  const wanted = gantheory.explorer.colours[name];
  const rgb = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  return places.map(([x, y]) => {
    const [left, top, size] = [x - 2, y - 2, 5].map((n) => Math.round(n * ratio));
    const {data} = context.getImageData(left, top, size, size);
    for (let i = 0; i < data.length; i += 4) {
      if (rgb.every((c, k) => Math.abs(c - data[i + k]) < 40) && data[i + 3] > 200) return true;
    }
    return false;
  });
}"""

FRAME = """() => {
  const canvas = document.querySelector("#replay .scene");
  return [canvas.clientWidth, canvas.clientHeight];
}"""


def slide(page, step):
    page.locator('[data-part="scrubber"]').fill(str(step))
    return page.evaluate(SHOWN)


def choose(page, run):
    page.check(f'input[name="run"][value="{run}"]')


def layers(page, *wanted):
    for box in page.locator("#layers input").all():
        box.set_checked(box.get_attribute("name") in wanted)


@pytest.fixture
def page(open_page):
    """The page with the replay of the exact run at its first frame."""
    open_page.page.click('[data-half="replay"]')
    choose(open_page.page, "healthy")
    slide(open_page.page, 0)
    return open_page.page


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_it_opens_quietly_and_nothing_is_too_wide(browser_page, pages, language, viewport):
    visit = browser_page(pages[language], viewport)
    page = visit.page
    for half in ("replay", "live"):
        page.click(f'[data-half="{half}"]')
        assert page.locator(f"#{half} .scene").first.is_visible()
        assert visit.too_wide() == []
    assert page.evaluate("document.documentElement.lang") == language
    # the letters that came with the page are there, and none was asked for elsewhere
    assert page.evaluate("document.fonts.size") == (1 if language == "ko" else 0)
    visit.assert_quiet()


def test_the_slider_moves_the_curves_to_the_recorded_values(page, recorded):
    recording = recorded[0].sides[0]
    for step in (0, 5, 17, recording.frames - 1):
        shown = slide(page, step)
        assert shown["t"] == step
        curves = dict(shown["curves"])
        every = round(len(recording["x"]) / len(curves["p_g"]))
        np.testing.assert_allclose(
            curves["p_g"], recording["p_g"][step, ::every], rtol=2**-23, atol=1e-38
        )
        for drawn, kept in (
            ("discriminator", "discriminator"),
            ("optimal", "optimal_discriminator"),
        ):
            # 16 bits from 0 to 1, then float32
            away = np.abs(np.array(curves[drawn]) - recording[kept][step, ::every])
            assert away.max() < 0.5 / 65_535 + 1e-7
        span = 1.1 * (recording["x"][-1] - recording["x"][0])
        away = np.abs(np.array(shown["images"]) - recording["g_of_z"][step])
        assert away.max() < 0.5 * span / 65_535 + 1e-6
        for name in ("value", "criterion", "jsd"):
            number = float(shown["numbers"][name].replace("−", "-"))
            assert number == pytest.approx(recording[name][step], abs=6e-4)


def test_the_pixels_are_where_the_numbers_are(page, recorded):
    recording = recorded[0].sides[0]
    layers(page, "p_g")
    width, height = page.evaluate(FRAME)
    left, right, floor, top = 8, width - 30, 0.76 * height, 10
    # p_g has just moved there: the frames before show another one
    for step in (10, 24):
        assert np.abs(recording["p_g"][step] - recording["p_g"][step - 1]).max() > 0.05
        shown = slide(page, step)
        curve = np.array(dict(shown["curves"])["p_g"])
        share = curve / shown["top"]
        # where the curve is neither cut nor so steep that pixels miss it
        slope = np.abs(np.gradient(share)) * (floor - top) / ((right - left) / len(share))
        inside = np.flatnonzero((share > 0.05) & (share < 0.95) & (slope < 3))[::2]
        assert len(inside) >= 4
        x = left + inside / (len(share) - 1) * (right - left)
        y = floor - share[inside] * (floor - top)
        on_curve = np.stack([x, y], axis=1)
        assert all(page.evaluate(COLOURED, [on_curve.tolist(), "p_g"]))
        # 30 pixels below the curve there is no curve
        below = np.stack([x, np.minimum(y + 30, floor - 6)], axis=1)[y < floor - 40]
        assert len(below)
        assert not any(page.evaluate(COLOURED, [below.tolist(), "p_g"]))
    layers(page, "p_data")
    assert not any(page.evaluate(COLOURED, [on_curve.tolist(), "p_g"]))
    layers(page, "discriminator", "optimal", "p_data", "p_g", "manifold")


def test_samples_in_the_plane_are_the_recorded_ones(page, recorded):
    choose(page, "collapse")
    recording = recorded[2].sides[0]
    for step in (0, recording.frames - 1):
        shown = slide(page, step)
        drawn = np.array(shown["samples"]).reshape(-1, 2)
        kept = recording["samples"][step, : len(drawn)]
        # 16 bits over the picture and its margin
        assert np.abs(drawn - np.clip(kept, -4.4, 4.4)).max() < 8.8 / 65_535
    modes = recording["modes_captured"][recording.frames - 1]
    assert shown["numbers"]["modes_captured"] == str(modes)


def test_each_layer_of_the_plane_changes_the_picture(page):
    choose(page, "collapse")
    slide(page, 4)

    def picture():
        return page.evaluate('document.querySelector("#replay .scene").toDataURL()')

    layers(page)
    empty, seen = picture(), set()
    for name in ("discriminator", "optimal", "p_data", "p_g", "manifold", "gradients"):
        layers(page, name)
        seen.add(picture())
    assert len(seen) == 6
    assert empty not in seen
    layers(page, "discriminator", "optimal", "p_data", "p_g", "manifold")


def test_single_updates_of_d_and_g_are_stepped_to(page, recorded):
    recording = recorded[0].sides[0]
    d, g = recording["d_updates"], recording["g_updates"]
    page.click('[data-part="d_on"]')
    step = page.evaluate(SHOWN)["t"]
    assert d[step] > d[step - 1]
    assert g[step] == g[step - 1]
    page.click('[data-part="d_on"]')
    assert page.evaluate(SHOWN)["t"] == step + 1
    page.click('[data-part="d_back"]')
    assert page.evaluate(SHOWN)["t"] == step
    page.keyboard.press("g")
    step = page.evaluate(SHOWN)["t"]
    assert g[step] > g[step - 1]
    assert d[step] == d[step - 1]
    choose(page, "collapse")
    # of this run no single updates were recorded, and the page says so
    assert page.locator('[data-part="d_on"]').is_disabled()
    assert page.locator('[data-part="no_inner"]').is_visible()


def test_keys_and_play_move_through_time(page, open_page):
    page.locator('[data-part="scrubber"]').focus()
    page.keyboard.press("End")
    last = page.evaluate(SHOWN)["step"]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(SHOWN)["step"] == 10
    assert "iteration" in page.locator('[data-part="scrubber"]').get_attribute("aria-valuetext")
    page.keyboard.press(" ")
    open_page.until("gantheory.explorer.halves.replay.player.step >= 12")
    page.keyboard.press(" ")
    assert not page.evaluate("gantheory.explorer.halves.replay.player.playing")
    assert page.evaluate(SHOWN)["step"] < last


def test_runs_stand_side_by_side_or_alone(page):
    sides = page.locator("#replay .side")
    assert sides.nth(0).is_visible()
    assert sides.nth(1).is_visible()
    assert "Minimax" in sides.nth(0).inner_text()
    assert "Non-saturating" in sides.nth(1).inner_text()
    page.uncheck('[data-part="compare"]')
    assert not sides.nth(1).is_visible()
    page.check('[data-part="compare"]')


def test_a_finger_on_a_chart_moves_the_cursor(page):
    chart = page.locator('#replay .chart[data-name="jsd"]').first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 10)
    page.mouse.down()
    page.mouse.up()
    middle = page.evaluate(SHOWN)["step"]
    steps = page.evaluate("gantheory.explorer.halves.replay.player.steps")
    assert 0.4 * steps < middle < 0.7 * steps


def test_the_training_learns_an_easy_target_and_repeats_itself(open_page):
    trained = """() => {
      const lesson = new gantheory.Lesson(1);
      const before = lesson.measure().jsd;
      for (let n = 0; n < 150; n++) lesson.iterate();
      return [before, lesson.measure().jsd, lesson.done];
    }"""
    before, after, done = open_page.page.evaluate(trained)
    assert before > 0.2
    assert after < 0.05
    assert done == {"d": 150, "g": 150}
    assert open_page.page.evaluate(trained) == [before, after, done]


def test_the_training_in_the_plane_learns_an_easy_target(open_page):
    before, after, error = open_page.page.evaluate(
        """() => {
          const lesson = new gantheory.Lesson(2);
          const before = lesson.measure().jsd;
          for (let n = 0; n < 80; n++) lesson.iterate();
          const {jsd, error} = lesson.measure();
          return [before, jsd, error];
        }"""
    )
    assert before > 0.4
    assert after + error < 0.25


def test_the_buttons_train_step_and_start_again(browser_page, pages):
    visit = browser_page(pages["en"], anchor="live")
    page = visit.page

    def done():
        return page.evaluate("gantheory.explorer.halves.live.lesson.done")

    page.click('[data-part="step_d"]')
    page.click('[data-part="step_d"]')
    page.click('[data-part="step_g"]')
    assert done() == {"d": 2, "g": 1}
    page.locator("body").press("d")
    page.locator("body").press("ArrowRight")
    assert done() == {"d": 3, "g": 2}
    page.click('[data-part="run"]')
    visit.until("gantheory.explorer.halves.live.lesson.done.g >= 25")
    # while it trains, settings answer
    page.locator('[data-setting="k"]').fill("3")
    page.select_option('[data-setting="game"]', "non_saturating")
    page.click('[data-part="run"]')
    settings = page.evaluate("gantheory.explorer.halves.live.lesson.settings")
    assert (settings["k"], settings["game"]) == (3, "non_saturating")
    stopped = done()
    page.wait_for_timeout(60)
    assert done() == stopped
    assert page.locator('#live [data-value="jsd"]').inner_text().startswith("0.")
    page.click('[data-part="reset"]')
    assert done() == {"d": 0, "g": 0}
    page.check('input[name="dim"][value="2"]')
    page.click('[data-part="iteration"]')
    assert done() == {"d": 2, "g": 1}
    visit.assert_quiet()


def test_a_target_is_drawn_with_the_mouse_on_the_line(browser_page, pages):
    visit = browser_page(pages["en"], anchor="live")
    page = visit.page
    page.check('input[name="target"][value="1-drawn"]')
    page.locator("#live .scene").scroll_into_view_if_needed()
    box = page.locator("#live .scene").bounding_box()

    def at(share_x, share_y):
        page.mouse.move(box["x"] + share_x * box["width"], box["y"] + share_y * box["height"])

    # nothing on the left, a block from 0.62 to 0.86 of the width, nothing on the right
    at(0.0, 0.8)
    page.mouse.down()
    for x, y in ((0.6, 0.8), (0.62, 0.3), (0.86, 0.3), (0.88, 0.8), (0.99, 0.8)):
        at(x, y)
    page.mouse.up()
    masses = np.array(page.evaluate("[...gantheory.explorer.halves.live.lesson.masses]"))
    assert masses.sum() == pytest.approx(1, abs=1e-6)
    half = len(masses) // 2
    assert masses[:half].sum() < 0.1
    assert masses[int(0.6 * len(masses)) : int(0.95 * len(masses))].sum() > 0.95
    # and with keys
    page.locator("#live .scene").focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", *["ArrowUp"] * 6):
        page.keyboard.press(key)
    drawn = np.array(page.evaluate("[...gantheory.explorer.halves.live.lesson.masses]"))
    assert drawn[:half].sum() > masses[:half].sum() + 0.05
    visit.assert_quiet()


def test_modes_are_placed_by_touch_in_the_plane(browser_page, pages):
    visit = browser_page(pages["en"], (390, 844), anchor="live", has_touch=True)
    page = visit.page
    page.check('input[name="dim"][value="2"]')
    page.check('input[name="target"][value="2-drawn"]')
    scene = page.locator("#live .scene")
    scene.scroll_into_view_if_needed()
    size = scene.bounding_box()["width"]
    modes = "gantheory.explorer.halves.live.lesson.target.modes.map(({mean}) => mean)"
    before = page.evaluate(modes)
    scene.tap(position={"x": 0.25 * size, "y": 0.25 * size})
    after = page.evaluate(modes)
    assert len(after) == len(before) + 1
    np.testing.assert_allclose(after[-1], (-1, 1), atol=0.05)
    scene.tap(position={"x": 0.25 * size, "y": 0.25 * size})
    assert page.evaluate(modes) == before
    visit.assert_quiet()


def test_the_theme_changes_and_parts_have_names(page):
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("#theme")
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("canvas, input, select, button")].filter((one) =>
          !one.getAttribute("aria-label") && !one.textContent.trim() && !one.closest("label")
        ).map((one) => one.outerHTML)"""
    )
    assert unnamed == []
    page.locator("#tab-replay").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#live").is_visible()
    assert not page.locator("#replay").is_visible()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#replay").is_visible()


def test_each_step_moves_its_own_player_alone(open_page):
    moved = open_page.page.evaluate(
        """() => [1, 2].map((dim) => {
          const lesson = new gantheory.Lesson(dim);
          const numbers = (player) => JSON.stringify(
            lesson.gan[player].layers.map(({weight, bias}) => [[...weight], [...bias]]));
          const read = () => [numbers("generator"), numbers("discriminator")];
          const start = read();
          lesson.stepD();
          const d = read();
          lesson.stepG();
          const g = read();
          return [d[0] === start[0], d[1] === start[1], g[0] === d[0], g[1] === d[1]];
        })"""
    )
    assert moved == [[True, False, False, True]] * 2
