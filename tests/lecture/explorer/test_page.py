"""The page as a file: equal texts in both languages, a strict policy, what it says of itself."""

import base64
import hashlib
import json
import re
from importlib.resources import files

import numpy as np
import pytest
from planar_recording import FRAMES, write_planar_recording

from gantheory.errors import GanTheoryError
from gantheory.lecture.explorer import runs
from gantheory.lecture.explorer.page import OWN, PACKAGE, SHARED, write_explorer
from gantheory.lecture.explorer.runs import NAMES, ExplorerRun, told_of
from gantheory.lecture.explorer.views import explorer_view, measures_of, pushes_on_line
from gantheory.lecture.words import lecture_table
from gantheory.replay.packing import unpacked

VALUE = re.compile(r"{([a-z_0-9]+)}")


def script():
    return "\n".join(files(PACKAGE).joinpath(name).read_text("utf-8") for name in OWN)


def test_both_languages_say_the_same_things():
    english, korean = (lecture_table(PACKAGE, language) for language in ("en", "ko"))
    assert list(english) == list(korean)
    for key, text in english.items():
        assert set(VALUE.findall(text)) == set(VALUE.findall(korean[key])), key
        assert text.strip()
        assert korean[key].strip()


def test_every_text_that_the_script_asks_for_is_there():
    texts = lecture_table(PACKAGE, "en")
    asked = set(re.findall(r'"((?:live|replay)\.[a-z_]+)"', script()))
    assert len(asked) >= 7
    assert asked <= set(texts)
    assert {f"runs.{name}{part}" for name in NAMES for part in ("", "_0", "_1")} <= set(texts)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_its_policy_allows_its_own_script_and_style_alone(pages, language):
    text = pages[language].read_text("utf-8")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    [code] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)

    def digest(part):
        return "'sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() + "'"

    assert rules == {
        "default-src": "'none'",
        "script-src": digest(code),
        "style-src": digest(style),
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert f'<html lang="{language}"' in text
    assert "gantheory · run 0123456789ab" in text
    assert "$" not in re.sub(r"<s(cript|tyle).*?</s\1>", "", text, flags=re.DOTALL)


def test_its_script_asks_nothing_of_the_network_and_makes_no_markup():
    forbidden = (
        r"https?:|fetch|XMLHttp|WebSocket|import\s*\(|innerHTML|outerHTML|insertAdjacent"
        r"|document\.write|\beval\b|Function\(|Math\.random|Date"
    )
    assert not re.search(forbidden, script())
    assert not set(OWN) & set(SHARED)


def test_korean_letters_travel_with_the_page(pages):
    text = pages["ko"].read_text("utf-8")
    [font] = re.findall(r"data:font/woff2;base64,([\w+/=]+)", text)
    assert base64.b64decode(font)[:4] == b"wOF2"
    assert "data:font" not in pages["en"].read_text("utf-8")


def test_two_pages_of_the_same_runs_are_the_same_bytes(pages, recorded, tmp_path):
    again = write_explorer(
        tmp_path / "again.html", "ko", "light", "gantheory · run 0123456789ab", recorded
    )
    assert again.read_bytes() == pages["ko"].read_bytes()


def test_bad_requests_are_refused(recorded, tmp_path):
    path = tmp_path / "page.html"
    for wrong in ({"language": "fr"}, {"theme": "blue"}, {"runs": []}, {"runs": recorded[:1] * 2}):
        with pytest.raises(GanTheoryError):
            write_explorer(path, **{"runs": recorded, **wrong})
    with pytest.raises(GanTheoryError):
        ExplorerRun("unheard_of", recorded[0].sides)
    assert not path.exists()


def test_pushes_are_minus_the_slope_of_the_loss(recorded):
    """D* of two normal densities has a logit whose slope is known in closed form."""
    for recording, game in zip(recorded[0].sides, ("minimax", "non_saturating"), strict=True):
        frame = recording.frames - 1
        x, d = recording["x"], recording["discriminator"][frame]
        at = recording["g_of_z"][frame]
        logit = np.log(d) - np.log1p(-d)
        # a fit of the logit, which is a quadratic here, in place of differences
        slope = np.polyval(np.polyder(np.polyfit(x, logit, 2)), at)
        share = np.interp(at, x, d)
        wanted = (share if game == "minimax" else 1 - share) * slope
        np.testing.assert_allclose(pushes_on_line(recording)[frame], wanted, atol=1e-3)


def test_measures_of_samples_have_theorem_1s_form_and_an_error(recorded):
    for run in recorded[1:]:
        found = measures_of(run.sides[0])
        np.testing.assert_allclose(found["criterion"], 2 * found["jsd"] - np.log(4), atol=1e-12)
        assert np.all(found["jsd_error"] > 0)
        assert np.all((found["jsd"] >= 0) & (found["jsd"] <= np.log(2)))


def test_a_view_keeps_the_recorded_numbers(recorded):
    recording = recorded[0].sides[0]
    view = explorer_view(recording, 200_000, 1.0)
    curves = {curve["name"]: curve["values"] for curve in view["curves"]}
    # fewer points than were recorded, so that the page stays small
    every = round(len(recording["x"]) / curves["p_g"]["shape"][1])
    assert every > 1
    for name, recorded_as in (("p_g", "p_g"), ("optimal", "optimal_discriminator")):
        packed = curves[name]
        error = packed["error"] * (1 if packed["type"] == "u16" else recording[recorded_as].max())
        away = np.abs(unpacked(packed) - recording[recorded_as][:, ::every])
        assert away.max() <= error * 1.001


def test_texts_tell_the_numbers_of_their_recordings(pages, recorded):
    """No text of the page is left with a value that was not filled in, or one typed in."""
    data = json.loads(
        re.findall(r'<script type="application/json" id="data">(.*?)</script>',
                   pages["en"].read_text("utf-8"), re.DOTALL)[0]
    )  # fmt: skip
    side = recorded[2].sides[0]
    assert told_of(recorded[2])["k_0"] == str(side.config["k"]) == "2"
    assert told_of(recorded[2])["modes"] == "4"
    assert data["texts"]["runs.collapse_0"].startswith("k = 2")
    shown = re.sub(r"<s(cript|tyle).*?</s\1>", "", pages["en"].read_text("utf-8"), flags=re.DOTALL)
    # the formulas have no rates, so their ratio is not told
    assert set(VALUE.findall(shown)) <= {"ratio"}


def test_what_fails_its_audit_is_not_kept(recorded, tmp_path, monkeypatch):
    def make(folder, **changes):
        write_planar_recording(folder, **changes)

    def altered(folder):
        make(folder, value=np.zeros(FRAMES))

    makers = {f"{name}-{n}": make for name in ("vanishing", "collapse", "rotation") for n in (0, 1)}
    monkeypatch.setattr(runs, "_recorders", lambda: {**makers, "healthy-non-saturating": altered})
    with pytest.raises(GanTheoryError, match="audit"):
        runs.standard_runs(tmp_path, line=recorded[0].sides[0])
    assert [path.name for path in tmp_path.iterdir()] == ["healthy-non-saturating.unfinished"]
    for name in runs._recorders():
        make(tmp_path / name)
    found = runs.standard_runs(tmp_path, line=recorded[0].sides[0])
    assert [run.name for run in found] == list(NAMES)
