"""One HTML file that shows a whole demo and opens offline: tables, Figure 1, the animation.

Everything is inside the file, pictures and film as data URIs. Its Content-Security-Policy forbids
every request and every script, and allows the one style sheet by its hash; all text that comes
from outside is escaped. Verdicts are told by words and marks, not by colour alone.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from gantheory import __version__
from gantheory.atomic import write_text
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording


@dataclass(frozen=True)
class Mark:
    """A table's cell that says whether something holds.

    Attributes:
        text: what is written, such as "proved" or "FAILED".
        good: whether that is as it should be.
    """

    text: str
    good: bool


@dataclass(frozen=True)
class Table:
    """A section of the report that is a table.

    Attributes:
        title: the section's heading.
        columns: headings of the columns.
        rows: cells, as many as columns in every row; plain text, or a `Mark`.
        note: what the reader should know about it, a paragraph of plain text.
        numeric: the columns, by index, that hold numbers and align at the right.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | Mark]]
    note: str = ""
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Picture:
    """A section of the report that is a picture or a film.

    Attributes:
        title: the section's heading.
        path: an SVG, PNG or MP4 file.
        alt: what it shows, for readers who cannot see it.
        caption: text under it.
        poster: for a film, the PNG that stands before it plays.
    """

    title: str
    path: str | os.PathLike[str]
    alt: str
    caption: str = ""
    poster: str | os.PathLike[str] | None = None


_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".mp4": "video/mp4"}

_STYLE = """
:root { color-scheme: light dark; --ink: #16181d; --muted: #5b616e; --paper: #ffffff;
  --line: #d9dce3; --tint: #f4f6f9; --good: #04684d; --bad: #b3261e; --link: #0a5ea8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaef; --muted: #a6adbb; --paper: #14161a;
  --line: #363b46; --tint: #1d2026; --good: #5fd3ac; --bad: #ff9d94; --link: #8ec7ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Sans KR",
  sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.75rem 0 .6rem; }
p { max-width: 52rem; margin: .5rem 0; }
.lead { font-size: 1.1rem; }
.note, figcaption, footer { color: var(--muted); font-size: .92rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0; }
a { color: var(--link); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .8rem;
  border-top: 1px solid var(--line); }
td { min-width: 7rem; overflow-wrap: anywhere; }
thead th { border-top: 0; background: var(--tint); white-space: nowrap; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 700; }
figure { margin: .8rem 0 0; }
figure img, figure video { display: block; width: 100%; height: auto; background: #ffffff;
  border: 1px solid var(--line); border-radius: .5rem; }
figcaption { margin-top: .5rem; max-width: 60rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
@media print { body { max-width: none; padding: 0; } nav { display: none; }
  section { break-inside: avoid; } }
"""

_PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
media-src data:; style-src '$style_hash'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="gantheory $version">
<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<h1>$title</h1>
$lead
<nav aria-label="Sections"><ul>
$contents
</ul></nav>
</header>
<main>
$sections
</main>
<footer>Made by gantheory $version. This page is one file and asks nothing of the network.</footer>
</body>
</html>
""")


def write_report(
    path: str | os.PathLike[str],
    title: str,
    lead: Sequence[str],
    sections: Sequence[Table | Picture],
) -> Path:
    """Write the report, whole or not at all.

    Args:
        path: the HTML file.
        title: heading of the page.
        lead: opening paragraphs, plain text.
        sections: tables and pictures in the order shown.

    Returns:
        The path written.

    Raises:
        GanTheoryError: if a row has another number of cells than its table has columns, or a
            picture is of no known type.
        OSError: if a picture cannot be read or the page not be written.
    """
    names = [f"section-{number}" for number in range(1, len(sections) + 1)]
    contents = [
        f'<li><a href="#{name}">{escape(section.title)}</a></li>'
        for name, section in zip(names, sections, strict=True)
    ]
    page = _PAGE.substitute(
        title=escape(title),
        version=escape(__version__),
        style=_STYLE,
        style_hash=_policy_hash(_STYLE),
        lead="\n".join(f'<p class="lead">{escape(text)}</p>' for text in lead),
        contents="\n".join(contents),
        sections="\n".join(
            _section(name, section) for name, section in zip(names, sections, strict=True)
        ),
    )
    write_text(path, page)
    return Path(path)


def provenance_table(
    recording: Recording,
    title: str = "Where this comes from",
    extra: Mapping[str, str] | None = None,
) -> Table:
    """Tell how a run came about: seed, configuration, versions, revision, machine, checksums.

    Args:
        recording: the run.
        title: heading of the section.
        extra: further rows.
    """
    manifest = recording.manifest
    git = manifest["git"]
    revision = str(git.get("revision") or "not a git checkout")
    rows = {
        "recorded": str(manifest["created"]),
        "seed": str(manifest["seed"]),
        "configuration": _compact(manifest["config"]),
        "program": f"gantheory {manifest['gantheory_version']}",
        "git revision": revision + (", with local changes" if git.get("dirty") else ""),
        "library versions": _compact(manifest["versions"]),
        "machine": _compact(manifest["platform"]),
        "p_g obtained by": str(manifest.get("p_g_method", "not stated")),
        "quadrature": _compact(manifest.get("quadrature", "not stated")),
    }
    rows |= {f"sha256 of {name}": str(digest) for name, digest in manifest["sha256"].items()}
    return Table(
        title,
        ("what", "value"),
        [*rows.items(), *(extra or {}).items()],
        note="The run that everything above was computed and drawn from. The same seed and "
        "configuration on the same platform and library versions give the same arrays.",
    )


def _section(name: str, section: Table | Picture) -> str:
    """Write a section."""
    body = _table(section) if isinstance(section, Table) else _figure(section)
    return (
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(section.title)}</h2>\n'
        f"{body}\n</section>"
    )


def _table(table: Table) -> str:
    """Write a table, which scrolls by itself where the screen is narrow."""
    for number, row in enumerate(table.rows, 1):
        if len(row) != len(table.columns):
            raise GanTheoryError(
                f"row {number} of the report's table {table.title!r} has {len(row)} cells for "
                f"{len(table.columns)} columns; give as many"
            )
    head = "".join(
        f'<th scope="col"{_alignment(table, column)}>{escape(text)}</th>'
        for column, text in enumerate(table.columns)
    )
    rows = "\n".join(
        f"<tr>{''.join(_cell(table, column, cell) for column, cell in enumerate(row))}</tr>"
        for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>\n' if table.note else ""
    return (
        f'{note}<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>"
    )


def _cell(table: Table, column: int, cell: str | Mark) -> str:
    """Write a cell; the first one of a row is its heading."""
    if isinstance(cell, Mark):
        sign, kind = ("✓", "good") if cell.good else ("✗", "bad")
        return f'<td class="{kind}"><span aria-hidden="true">{sign} </span>{escape(cell.text)}</td>'
    if column == 0:
        return f'<th scope="row">{escape(cell)}</th>'
    return f"<td{_alignment(table, column)}>{escape(cell)}</td>"


def _alignment(table: Table, column: int) -> str:
    """The class of a column of numbers."""
    return ' class="number"' if column in table.numeric else ""


def _figure(picture: Picture) -> str:
    """Write a picture or a film with its caption."""
    alt = escape(picture.alt)
    source = _data_uri(picture.path)
    if source.startswith("data:video/"):
        poster = f' poster="{_data_uri(picture.poster)}"' if picture.poster is not None else ""
        shown = (
            f'<video controls loop muted playsinline preload="auto"{poster} aria-label="{alt}" '
            f'src="{source}"></video>'
        )
    else:
        shown = f'<img alt="{alt}" src="{source}">'
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return f"<figure>{shown}{caption}</figure>"


def _data_uri(path: str | os.PathLike[str]) -> str:
    """Read a file into a data URI."""
    suffix = Path(path).suffix.lower()
    if suffix not in _TYPES:
        raise GanTheoryError(
            f"the report cannot show {path}; give a picture of type {', '.join(_TYPES)}"
        )
    return f"data:{_TYPES[suffix]};base64,{base64.b64encode(Path(path).read_bytes()).decode()}"


def _policy_hash(style: str) -> str:
    """The name by which a Content-Security-Policy allows one style sheet."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _compact(value: object) -> str:
    """Write an entry of a manifest on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_compact(entry)}" for name, entry in value.items())
    return json.dumps(value, ensure_ascii=False)
