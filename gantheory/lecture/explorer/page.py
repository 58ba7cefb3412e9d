"""One offline HTML page: recorded runs to scrub through, and small GANs that train in the browser.

Pictures, numbers and the strict content policy are those of the replay page
(`gantheory.replay.page`): the page asks nothing of the network, and its one script and one style
sheet are allowed by their hashes.
"""

import base64
import os
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from gantheory import __version__
from gantheory.atomic import write_text
from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.lecture.context import Context
from gantheory.lecture.explorer.runs import ExplorerRun, standard_runs, told_of
from gantheory.lecture.explorer.views import SMEAR, explorer_view, push_unit
from gantheory.lecture.words import lecture_table, say
from gantheory.replay.clock import common_clock
from gantheory.replay.colours import style_variables
from gantheory.replay.page import Words, asset, data_block, one_script, policy_hash, provenance

#: the package whose texts these are
PACKAGE = "gantheory.lecture.explorer"
#: scripts of the replay page that this page shares, and those of its own, in this order
SHARED = (
    "words.js", "decode.js", "colours.js", "contour.js", "surface.js", "plane.js", "line.js",
    "charts.js", "player.js",
)  # fmt: skip
OWN = (
    "random.js", "network.js", "optimizers.js", "gan.js", "targets.js", "cells.js", "smeared.js",
    "scenes.js", "timeline.js", "replay.js", "lesson.js", "live_view.js", "sketch.js", "live.js",
    "explorer.js",
)  # fmt: skip
#: characters that the numbers of one recording may take, about
BUDGET = 620_000

#: layers, and whether they are shown at first
_LAYERS = {
    "discriminator": True, "optimal": True, "p_data": True, "p_g": True, "manifold": True,
    "gradients": False,
}  # fmt: skip
_TARGETS = {
    1: ("normal", "skewed", "bimodal", "trimodal", "drawn"),
    2: ("blob", "two", "ring", "grid", "drawn"),
}
#: symbols that are set in italics or with an index
_SYMBOLS = {"p_data": "<i>p</i><sub>data</sub>", "p_g": "<i>p<sub>g</sub></i>"}
#: numbers of a run that stand beside its picture
_NUMBERS = ("value", "criterion", "jsd")


def write_explorer(
    path: str | os.PathLike[str],
    language: str = "en",
    theme: str = "light",
    footer: str = "",
    runs: Sequence[ExplorerRun] | None = None,
) -> Path:
    """Write the page, whole or not at all.

    Args:
        path: the HTML file.
        language: "en" or "ko".
        theme: "light" or "dark", at first; a button on the page changes it.
        footer: what every page of a lecture prints at its foot.
        runs: the recorded runs; None for the standard ones, recorded now if they are missing.

    Returns:
        The path written.

    Raises:
        GanTheoryError: for an unknown language or theme, no runs, two of one name, or recordings
            that the explorer cannot show.
        OSError: if a file cannot be written.
    """
    if theme not in THEMES:
        raise GanTheoryError(f"unknown theme {theme!r}; choose {' or '.join(THEMES)}")
    runs = standard_runs() if runs is None else runs
    texts = _texts(runs, language)
    names = [run.name for run in runs]
    if not names or len(set(names)) < len(names):
        raise GanTheoryError("the explorer needs at least one run, and each of them once")
    shown = [_data_of(run) for run in runs]
    style = style_variables() + asset("page.css") + _own("page.css") + _font(texts, language)
    code = one_script([*(asset(name) for name in SHARED), *(_own(name) for name in OWN)])
    page = Template(_own("page.html")).substitute(
        _plain_places(texts),
        language=language,
        theme=theme,
        version=escape(__version__),
        footer=escape(footer or f"gantheory {__version__}"),
        replay_steps=_steps("replay", texts),
        live_steps=_steps("live", texts),
        runs="\n".join(_choice(name, names[0], texts) for name in names),
        stories="\n".join(
            f'<p data-story="{name}">{markup(texts[f"runs.{name}_story"])}</p>' for name in names
        ),
        sides="\n".join(_side(number, texts) for number in range(2)),
        layers=_layers(texts),
        targets_1=_targets(1, texts),
        targets_2=_targets(2, texts),
        live_readouts=_readouts(("g_updates", "d_updates"), texts),
        explanations=_explanations(runs, shown, language),
        provenance="\n".join(
            f"<p>{escape(provenance(side, Words(language)))}</p>"
            for run in runs
            for side in run.sides
        ),
        style=style,
        style_hash=policy_hash(style),
        script=code,
        script_hash=policy_hash(code),
        data=data_block({"texts": texts, "runs": shown}),
    )
    write_text(path, page)
    return Path(path)


def key(context: Context) -> object:
    """What the page depends on besides the source of this package: plain data for JSON."""
    runs = standard_runs(line=context.materials.line)
    return {
        "language": context.language,
        "theme": context.theme,
        "footer": context.footer,
        "version": __version__,
        "runs": {run.name: [side.sha256 for side in run.sides] for run in runs},
        "shared": policy_hash(
            "".join([*(asset(name) for name in (*SHARED, "page.css")), style_variables()])
        ),
        "font": policy_hash(_font(_texts(runs, context.language), context.language)),
    }


def markup(text: str) -> str:
    """Plain text for HTML, its symbols in italics and with their indices."""
    return re.sub("|".join(_SYMBOLS), lambda match: _SYMBOLS[match.group()], escape(text))


@cache
def _own(name: str) -> str:
    """The text of a file of this package."""
    return files(PACKAGE).joinpath(name).read_text(encoding="utf-8")


def _font(texts: dict[str, str], language: str) -> str:
    """A style sheet with the Korean letters of the texts; Latin ones every browser has.

    Without a font here the page uses one of the reader's machine.
    """
    letters = frozenset(
        letter for letter in "".join(texts.values()) if "\uac00" <= letter <= "\ud7a3"
    )
    if language == "en" or not letters:
        return ""
    from gantheory.lecture.slides.faces import subset_woff2
    from gantheory.notation.fonts import korean_font

    try:
        font = subset_woff2(korean_font().path, letters)
    except GanTheoryError:
        return ""
    coded = base64.b64encode(font).decode("ascii")
    return (
        '@font-face { font-family: "Lecture"; '
        f'src: url("data:font/woff2;base64,{coded}") format("woff2"); }}\n'
        'body, button, select, input { font-family: "Lecture", system-ui, sans-serif; }\n'
    )


def _data_of(run: ExplorerRun) -> dict[str, Any]:
    """A run as plain data: the clock of its recordings, and what they show."""
    clock, frames = common_clock(run.sides)
    unit = max(push_unit(side) for side in run.sides)
    return {
        "name": run.name,
        "clock": clock.tolist(),
        "sides": [
            {"view": explorer_view(side, BUDGET, unit), "frames": own.tolist()}
            for side, own in zip(run.sides, frames, strict=True)
        ],
    }


def _texts(runs: Sequence[ExplorerRun], language: str) -> dict[str, str]:
    """All texts, those that tell of a run with the numbers of its recordings."""
    texts = dict(lecture_table(PACKAGE, language))
    for run in runs:
        for part in ("story", "0", "1"):
            key = f"runs.{run.name}_{part}"
            for name, value in told_of(run).items():
                texts[key] = texts[key].replace(f"{{{name}}}", value)
    return texts


def _plain_places(texts: dict[str, str]) -> dict[str, str]:
    """The places of page.html that are filled with a text as it is, by the names of the places."""
    found = {
        name.partition(".")[2]: name for name in texts if name.startswith(("replay.", "live."))
    }
    # what both halves have is named after its half where the halves differ
    found |= {
        "play": "replay.play", "run": "live.run", "replay_keys": "replay.keys",
        "live_keys": "live.keys", "live_alt": "live.alt",
    } | {name.partition(".")[2]: name for name in texts if name.startswith("page.")}  # fmt: skip
    return {place: markup(texts[name]) for place, name in found.items()}


def _steps(half: str, texts: dict[str, str]) -> str:
    return "".join(f"<li>{markup(texts[f'{half}.step_{n}'])}</li>" for n in (1, 2, 3))


def _choice(name: str, first: str, texts: dict[str, str]) -> str:
    """A card that chooses a run."""
    checked = " checked" if name == first else ""
    return (
        f'<label class="choice"><input type="radio" name="run" value="{name}"{checked}>'
        f"<strong>{markup(texts[f'runs.{name}'])}</strong>"
        f"<small>{markup(texts[f'runs.{name}_short'])}</small></label>"
    )


def _layers(texts: dict[str, str]) -> str:
    boxes = "\n".join(
        f'<label><input type="checkbox" name="{name}"{" checked" if on else ""}>'
        f'<span class="key {name}" aria-hidden="true"></span>'
        f"<span>{markup(texts[f'layers.{name}'])}</span></label>"
        for name, on in _LAYERS.items()
    )
    title = markup(texts["page.layers_title"])
    return f'<fieldset id="layers" class="row"><legend>{title}</legend>\n{boxes}\n</fieldset>'


def _targets(dim: int, texts: dict[str, str]) -> str:
    return "\n".join(
        f'<label class="pill"><input type="radio" name="target" value="{dim}-{name}"> '
        f"{markup(texts[f'live.{name}'])}</label>"
        for name in _TARGETS[dim]
    )


def _side(number: int, texts: dict[str, str]) -> str:
    """The place of one recording; the script fills it."""
    return (
        f'<section class="side" aria-labelledby="heading-{number}">'
        f'<h3 id="heading-{number}"></h3>\n'
        f'<canvas class="scene" role="img" aria-label="{escape(texts["measures.scene_alt"])}">'
        f"</canvas>\n{_readouts(('d_updates', 'push', 'modes_captured'), texts)}</section>"
    )


def _readouts(others: Sequence[str], texts: dict[str, str]) -> str:
    """Numbers and charts of a run."""
    rows = "".join(
        f'<div class="{name}" data-row><dt>{markup(texts[f"measures.{name}"])}</dt>'
        f'<dd data-value="{name}"></dd></div>'
        for name in (*_NUMBERS, *others)
    )

    def sample(name: str) -> str:
        return f'<span class="key {name}" aria-hidden="true"></span>'

    measures = {name: markup(texts[f"measures.{name}"]) for name in _NUMBERS}
    value = (
        f"{sample('measure')}{measures['value']} {sample('optimal')}{measures['criterion']} "
        f"{markup(texts['measures.value_chart'])}"
    )
    charts = "\n".join(
        f'<h4>{heading}</h4>\n<canvas class="chart" data-name="{name}" role="img" '
        f'aria-label="{escape(texts[f"measures.{name}_alt"])}"></canvas>'
        for name, heading in {
            "value": value,
            "jsd": f"{sample('p_g')}{markup(texts['measures.jsd_chart'])}",
        }.items()
    )
    return f'<dl class="numbers">{rows}</dl>\n{charts}\n'


def _explanations(
    runs: Sequence[ExplorerRun], shown: Sequence[dict[str, Any]], language: str
) -> str:
    """How to read the pictures, in sentences with the numbers of this page."""
    fake, real = {"en": ("blue", "orange"), "ko": ("파랑", "주황")}[language]
    views = [side["view"] for run in shown for side in run["sides"]]
    errors = [curve["values"]["error"] for view in views for curve in view.get("curves", ())]
    constants = {name: int(_constant(name)) for name in ("PIECES", "COUNTED")}
    cells = dict(re.findall(r"([12]): (\d+)", _constant("LESSON_CELLS")))
    values: dict[str, dict[str, object]] = {
        "plane": {"fake": fake, "real": real},
        "estimated": {
            "samples": "/".join(f"{count:,}" for count in _counts(runs)),
            "smear": f"{100 * SMEAR:g}",
        },
        "exact": {"rounding": f"{max(errors, default=0):.0e}"},
        "live_line": {"pieces": constants["PIECES"], "cells": cells["1"]},
        "live_plane": {"samples": constants["COUNTED"], "cells": cells["2"]},
    }
    names = ("curves", "arrows", "plane", "exact", "estimated", "live_line", "live_plane", "step")
    return "\n".join(
        f"<p>{markup(say(PACKAGE, f'explanations.{name}', language, **values.get(name, {})))}</p>"
        for name in names
    )


def _counts(runs: Sequence[ExplorerRun]) -> list[int]:
    """How many samples the recordings have for a frame, where p_g is known by samples."""
    sides = [side for run in runs for side in run.sides if "samples" in side.arrays]
    return sorted({side["samples"].shape[1] for side in sides})


def _constant(name: str) -> str:
    """A number that lesson.js states, so that the texts say what the script does."""
    found = re.search(rf"^const {name} = (.+);$", _own("lesson.js"), re.MULTILINE)
    assert found is not None, f"lesson.js states no {name}"
    return found.group(1)
