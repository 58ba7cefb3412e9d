"""The mode-collapse table as text, Markdown and LaTeX."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gantheory.sweep.published import ELSEWHERE, TABLES, Number
from gantheory.sweep.table import Line
from gantheory.sweep.verdict import DECIMALS, Ours
from gantheory.targets import find_target

HEAD = (
    "target",
    "method",
    "convention",
    "updates (budget)",
    "seeds",
    "modes half-way",
    "modes",
    "published",
    "% quality",
    "published",
    "reverse KL",
    "published",
    "verdict",
)
METHOD_NAMES = {
    "vanilla": "vanilla",
    "unrolled": "unrolled 5",
    "pacgan2": "PacGAN2",
    "pacgan3": "PacGAN3",
    "pacgan4": "PacGAN4",
    "wgan_gp": "WGAN-GP",
}


@dataclass(frozen=True)
class Format:
    """A way of writing tables.

    Attributes:
        ending: of the file.
        write: the lines of a table -> text.
    """

    ending: str
    write: Callable[[Sequence[Line]], str]


def as_text(lines: Sequence[Line]) -> str:
    """Columns for a terminal, with notes below."""
    rows = [HEAD, *(_columns(line) for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    padded = [[c.ljust(w) for c, w in zip(row, widths, strict=True)] for row in rows]
    body = ["  ".join(row).rstrip() for row in padded]
    return "\n".join([*body[:1], "-" * max(map(len, body)), *body[1:], "", *notes()]) + "\n"


def as_markdown(lines: Sequence[Line]) -> str:
    """A Markdown table, with notes below."""
    rows = [HEAD, ("---",) * len(HEAD), *(_columns(line) for line in lines)]
    body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*body, "", *(f"- {note}" for note in notes())]) + "\n"


def as_latex(lines: Sequence[Line]) -> str:
    """A LaTeX tabular that needs no package, with notes as comments."""
    rows = [HEAD, *(_columns(line) for line in lines)]
    body = [f"  {' & '.join(map(_latex, row))} \\\\" for row in rows]
    return (
        "\n".join(
            [
                *(f"% {note}" for note in notes()),
                f"\\begin{{tabular}}{{{'lllrrrrrrrrrl'}}}",
                "  \\hline",
                body[0],
                "  \\hline",
                *body[1:],
                "  \\hline",
                "\\end{tabular}",
            ]
        )
        + "\n"
    )


FORMATS: dict[str, Format] = {
    "text": Format("txt", as_text),
    "markdown": Format("md", as_markdown),
    "latex": Format("tex", as_latex),
}


def notes() -> list[str]:
    """What a reader of the numbers must know."""
    counted = [find_target(f"{name}_ring8").convention.text() for name in TABLES]
    found = [
        "ours: mean +- standard error over the seeds that finished, at half of our updates and "
        "after the last one",
        "a reverse KL with a number of seeds is a mean over these only: the others had no sample "
        "of high quality, and so no histogram over modes; - stands where fewer than two had one",
        "inside: our mean lies in the published 95 % interval (mean +- t standard errors); near: "
        "outside it or none is given, but no difference by Welch's t test at 5 %; otherwise it "
        "differs",
        "explained by the updates: at a part of the published updates, and between half of ours "
        "and the last one our number moved towards the published one (paired t test at 5 %); any "
        "other difference is unexplained",
        "budget: share of the published number of generator updates; a line below 100 % is no "
        "reproduction of its row",
        *(
            f"{name}: {table.source}, {table.trials} runs"
            + (f"; {table.doubt}" if table.doubt else "")
            for name, table in TABLES.items()
        ),
        *ELSEWHERE,
    ]
    found += [f"counted: {each}" for each in dict.fromkeys(counted)]
    return found


def _columns(line: Line) -> tuple[str, ...]:
    entry, published, courses = line.entry, line.entry.published, line.courses
    numbers: list[str] = []
    for name, decimals in DECIMALS.items():
        theirs = getattr(published, name) if published else None
        course = courses.get(name)
        ours = course.end if course else None
        numbers += [_number(ours, decimals) + _fewer(ours, line), _number(theirs, decimals)]
    half = courses["modes"].half if "modes" in courses else None
    ran = f"{line.updates} ({100 * line.budget:.3g} %)" if line.budget is not None else "-"
    return (
        entry.target,
        METHOD_NAMES[entry.method],
        entry.convention,
        ran,
        str(line.seeds - line.diverged) if line.seeds else "-",
        _number(half, DECIMALS["modes"]) + _fewer(half, line),
        *numbers,
        line.verdict.text if line.verdict else line.state,
    )


def _number(number: Ours | Number | None, decimals: int) -> str:
    if number is None:
        return "-"
    if number.error is None:
        return f"{number.mean:.{decimals}f}"
    return f"{number.mean:.{decimals}f} +- {number.error:.{decimals}f}"


def _fewer(ours: Ours | None, line: Line) -> str:
    """Of how many seeds a mean is, where they are fewer than the line says."""
    if ours is None or ours.seeds == line.seeds - line.diverged:
        return ""
    return f" ({ours.seeds} seeds)"


def _latex(text: str) -> str:
    for sign, written in (("%", r"\%"), ("_", r"\_"), (" +- ", r" $\pm$ ")):
        text = text.replace(sign, written)
    return text
