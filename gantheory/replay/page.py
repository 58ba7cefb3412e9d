"""One HTML file that replays recordings: all of them on one clock, side by side.

The page is page.html, page.css and the scripts of this package with the numbers of `views` in a
data block. Its Content-Security-Policy forbids every request, allows the one style sheet and the
one script by their hashes, and no text of a recording is ever read as markup or code.
"""

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from gantheory import __version__
from gantheory.atomic import write_text
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.replay.clock import common_clock
from gantheory.replay.colours import style_variables
from gantheory.replay.headings import headings_of, names_of
from gantheory.replay.packing import plain, unpacked
from gantheory.replay.views import View, view_of
from gantheory.replay.words import table, words

#: in this order they make one script; each says what it is for
SCRIPTS = (
    "words.js", "decode.js", "colours.js", "contour.js", "surface.js", "plane.js", "line.js",
    "charts.js", "player.js", "page.js",
)  # fmt: skip
#: characters that the numbers of a page may take, about
BUDGET = 4_300_000
#: more runs than this do not fit beside each other
MOST_RUNS = 6

#: layers of a scene, and whether they are shown at first
_LAYERS = {
    "plane": {
        "field": True, "contour": True, "density": True, "modes": True, "data": False,
        "samples": True, "arrows": True,
    },
    "line": {
        "p_data": True, "p_g": True, "discriminator": True, "optimal": True, "samples": True,
        "arrows": True,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of the runs of a page.

    Attributes:
        recording: the run.
        heading: over its pictures; game, target and seed if empty.
        note: a paragraph under the heading, plain text.
    """

    recording: Recording
    heading: str = ""
    note: str = ""


def write_page(
    path: str | os.PathLike[str],
    sides: Sequence[Side],
    *,
    title: str = "",
    lead: Sequence[str] = (),
    language: str = "en",
    theme: str = "light",
) -> Path:
    """Write the page, whole or not at all.

    Args:
        path: the HTML file.
        sides: the runs, from left to right.
        title: of the page; what the runs are if empty.
        lead: opening paragraphs, plain text.
        language: "en" or "ko".
        theme: "light" or "dark", at first; a button on the page changes it.

    Returns:
        The path written.

    Raises:
        GanTheoryError: for no runs or too many, a recording of a kind that has no replay, an
            unknown language or theme.
        OSError: if the page cannot be written.
    """
    if not 1 <= len(sides) <= MOST_RUNS:
        raise GanTheoryError(f"a page shows 1 to {MOST_RUNS} runs, not {len(sides)}")
    if theme not in ("light", "dark"):
        raise GanTheoryError(f"unknown theme {theme!r}; choose light or dark")
    say = Words(language)
    clock, frames = common_clock([side.recording for side in sides])
    views = [view_of(side.recording, BUDGET // len(sides)) for side in sides]
    data = {
        "texts": {key.removeprefix("page."): text for key, text in say.table.items()},
        "clock": clock.tolist(),
        "runs": [
            {
                "view": view,
                "frames": own.tolist(),
                "d_updates": plain(side.recording["d_updates"]),
            }
            for view, own, side in zip(views, frames, sides, strict=True)
        ],
    }
    title = title or _title(sides, say)
    headings = headings_of([side.recording for side in sides], language)
    headings = [side.heading or own for side, own in zip(sides, headings, strict=True)]
    parts = list(zip(sides, views, headings, strict=True))
    fixed = {
        key: escape(say(f"page.{key}"))
        for key in (
            "noscript", "controls", "play", "first", "last", "back", "forward", "speed",
            "theme_button", "scrubber", "layers_title", "keys", "reading", "provenance_title",
        )
    }  # fmt: skip
    style = style_variables() + asset("page.css")
    code = script()
    page = Template(asset("page.html")).substitute(
        fixed,
        language=language,
        theme=theme,
        title=escape(title),
        version=escape(__version__),
        made_by=escape(say("page.made_by", version=__version__)),
        last_step=len(clock) - 1,
        lead=_paragraphs(lead),
        layers=_layers([view["scene"] for view in views], views, say),
        runs="\n".join(_run(number, *part, say) for number, part in enumerate(parts)),
        explanations="\n".join(
            f"<h2>{escape(heading)}</h2>\n{_paragraphs(explanations(side, view, say))}"
            for side, view, heading in parts
        ),
        provenance=_paragraphs([provenance(side.recording, say) for side in sides]),
        style=style,
        style_hash=policy_hash(style),
        script=code,
        script_hash=policy_hash(code),
        data=data_block(data),
    )
    write_text(path, page)
    return Path(path)


def script() -> str:
    """The page's script: all files of `SCRIPTS`."""
    return one_script([asset(name) for name in SCRIPTS])


def one_script(sources: Sequence[str]) -> str:
    """Scripts as one, in a scope of their own."""
    parts = "\n".join(sources)
    return f'"use strict";\n{{\n{parts}}}\n'


def data_block(data: object) -> str:
    """Plain data as JSON that can stand inside a script element."""
    # "<" could end the block; inside JSON it is only ever in strings
    return json.dumps(data, allow_nan=False, ensure_ascii=False).replace("<", "\\u003c")


class Words:
    """The texts of one language, by their keys."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.table = table(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its values filled in."""
        return words(key, self.language, **values)


def asset(name: str) -> str:
    """The text of a file of this package."""
    return files("gantheory.replay").joinpath(name).read_text(encoding="utf-8")


def policy_hash(text: str) -> str:
    """The name by which a Content-Security-Policy allows one style sheet or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def _title(sides: Sequence[Side], say: Words) -> str:
    if len(sides) > 1:
        return say("page.title_many", count=len(sides))
    return say("page.title", **names_of(sides[0].recording))


def _layers(scenes: Sequence[str], views: Sequence[View], say: Words) -> str:
    """A check box for every layer of every scene on the page."""
    shown = {name: on for scene in scenes for name, on in _LAYERS[scene].items()}
    if not any(curve["name"] == "optimal" for view in views for curve in view.get("curves", ())):
        shown.pop("optimal", None)
    if not any("samples" in view for view in views):
        shown.pop("samples", None)
    return "\n".join(
        f'<label><input type="checkbox" name="{name}"{" checked" if on else ""}>'
        f'<span class="key {name}" aria-hidden="true"></span>'
        f"{escape(say(f'layers.{name}'))}</label>"
        for name, on in shown.items()
    )


def _run(number: int, side: Side, view: View, heading: str, say: Words) -> str:
    """The pictures of one run, and places for its numbers; the script fills them."""
    on_line = view["scene"] == "line"
    alt = escape(say("page.scene_line_alt" if on_line else "page.scene_alt"))
    parts = []
    for chart in view["charts"]:
        name = escape(say(f"measures.{_measure(chart['name'], side)}", modes=view["modes"]))
        parts.append(
            f'<h3>{name} <span data-value="{chart["name"]}"></span></h3>\n'
            f'<canvas class="chart" data-name="{chart["name"]}" role="img" '
            f'aria-label="{escape(say("page.chart_alt", name=""))}{name}"></canvas>'
        )
    if view["bars"]:
        parts.append(
            f"<h3>{escape(say('measures.mode_counts'))}</h3>\n"
            '<canvas class="bars" role="img"></canvas>'
        )
    numbers = ["d_updates", *view["readouts"], *(["outside"] if "outside" in view else [])]
    lines = "".join(
        f'<dt>{escape(say(f"measures.{name}"))}</dt><dd data-value="{name}"></dd>'
        for name in numbers
    )
    why = side.recording.manifest.get("diverged")
    warning = f'<p class="warning">{escape(say("page.diverged", why=why))}</p>\n' if why else ""
    note = f"<p>{escape(side.note)}</p>\n" if side.note else ""
    return (
        f'<section id="run-{number}" aria-labelledby="heading-{number}">\n'
        f'<header><h2 id="heading-{number}">{escape(heading)}</h2>\n'
        f"{note}{warning}</header>\n"
        f'<div><canvas class="scene{" line" if on_line else ""}" role="img" aria-label="{alt}">'
        f"</canvas></div>\n<div>{''.join(parts)}\n<dl>{lines}</dl></div>\n</section>"
    )


def _measure(name: str, side: Side) -> str:
    """The name of a measure: `value` is V(D, G) only where D's output is a logit."""
    output = side.recording.manifest.get("output", "logit")
    return "value_other" if name == "value" and output != "logit" else name


def explanations(side: Side, view: View, say: Words) -> list[str]:
    """How to read the pictures of a run, in sentences; they state how far numbers are rounded."""
    manifest = side.recording.manifest
    texts = []
    if view["scene"] == "line":
        texts.append(say("explanations.line", top=f"{view['top']:.3g}"))
        texts.append(say(f"explanations.{'histogram' if 'samples' in view else 'mapping'}"))
    else:
        names = {"en": ("blue", "orange"), "ko": ("파랑", "주황")}[say.language]
        texts.append(say("explanations.field", fake=names[0], real=names[1]))
    if "samples" not in view:
        return texts
    if manifest["output"] != "logit":
        spread = float(unpacked(view["spread"])[-1])
        texts.append(say("explanations.critic", spread=f"{spread:.3g}"))
    threshold = f"{manifest['target']['convention']['threshold']:g}"
    drawn = view["samples"]["shape"][1]
    texts.append(
        say(
            "explanations.samples",
            threshold=threshold,
            drawn=drawn,
            count=view["samples_recorded"],
        )
    )
    if view["scene"] == "plane":
        texts.append(say("explanations.modes", threshold=threshold))
    texts.append(say("explanations.arrows", unit=f"{view['descent_unit']:.3g}"))
    texts.append(say("explanations.bars"))
    told = manifest["target"].get("convention_in_words")
    if told:
        texts.append(say("explanations.convention", convention=told))
    field = view["field"] if "field" in view else view["curves"][-1]["values"]
    errors = {"samples": view["samples"]["error"], "field": field["error"]}
    texts.append(
        say("explanations.packed", **{name: f"{error:.1g}" for name, error in errors.items()})
    )
    return texts


def provenance(recording: Recording, say: Words) -> str:
    """One line that names the run: data, seed, game, target, program, configuration."""
    manifest = recording.manifest
    git = manifest["git"]
    revision = str(git.get("revision") or say("page.no_revision"))[:12]
    if git.get("dirty"):
        revision = say("page.modified", revision=revision)
    settings = ", ".join(
        f"{name} {value}"
        for name, value in recording.config.items()
        if name not in ("seed", "target", "game") and not isinstance(value, dict)
    )
    return say(
        "page.run",
        sha256=manifest["sha256"]["arrays.npz"],
        created=manifest["created"],
        version=manifest["gantheory_version"],
        revision=revision,
        settings=settings,
        **names_of(recording),
    )
