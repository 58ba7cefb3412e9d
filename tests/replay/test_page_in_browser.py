"""The page that `gantheory replay` writes, in a real browser: it is quiet, moves, and draws."""

import json

import pytest

from gantheory.replay.page import Side, write_page


@pytest.fixture(scope="module")
def pages(planar, on_line, analytic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("replayed")
    sides = [Side(planar), Side(on_line), Side(analytic)]
    return {
        language: write_page(folder / f"{language}.html", sides, language=language)
        for language in ("en", "ko")
    }


@pytest.fixture
def page(browser_page, pages):
    visit = browser_page(pages["en"])
    yield visit.page
    visit.assert_quiet()


def value_of(page, run, name):
    return page.locator(f'#run-{run} [data-value="{name}"]').inner_text().replace("−", "-")


def pictures(page):
    return page.evaluate(
        '[...document.querySelectorAll("canvas.scene")].map((canvas) => canvas.toDataURL())'
    )


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_it_opens_quietly_and_nothing_is_too_wide(browser_page, pages, language, viewport):
    visit = browser_page(pages[language], viewport)
    assert visit.page.locator("canvas.scene").count() == 3
    assert visit.too_wide() == []
    visit.assert_quiet()


def test_the_scrubber_moves_the_numbers_to_the_recorded_ones(page, planar, analytic):
    data = json.loads(page.locator("#data").text_content())
    for step in (0, 9, len(data["clock"]) - 1):
        page.locator("#scrubber").fill(str(step))
        for run, recording in ((0, planar), (2, analytic)):
            frame = data["runs"][run]["frames"][step]
            recorded = recording["value"][frame]
            assert float(value_of(page, run, "value")) == pytest.approx(recorded, abs=6e-4)
        modes = planar["modes_captured"][data["runs"][0]["frames"][step]]
        assert value_of(page, 0, "modes_captured") == str(modes)


def test_every_step_and_every_layer_changes_the_pictures(page):
    first = pictures(page)
    page.click("#last")
    last = pictures(page)
    assert all(one != other for one, other in zip(first, last, strict=True))
    for box in page.locator("#layers input").all():
        before = pictures(page)
        box.click()
        assert pictures(page) != before, box.get_attribute("name")


def test_keys_play_and_the_address_choose_the_moment(browser_page, pages):
    visit = browser_page(pages["en"], anchor="step=7")
    page, step = visit.page, 'Number(document.getElementById("scrubber").value)'
    assert page.evaluate(step) == 7
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(step) == 6
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(step) == 16
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    visit.until(f"{step} >= 3")
    page.keyboard.press(" ")
    stopped = page.evaluate(step)
    page.wait_for_timeout(150)
    assert page.evaluate(step) == stopped
    visit.assert_quiet()


def test_a_drag_on_a_chart_and_the_theme(page):
    chart = page.locator("canvas.chart").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 9, box["y"] + 20)
    page.mouse.up()
    last = int(page.locator("#scrubber").get_attribute("max"))
    assert int(page.locator("#scrubber").input_value()) >= last - 1
    before = pictures(page)
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert pictures(page) != before
