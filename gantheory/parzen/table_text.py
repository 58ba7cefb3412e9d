"""A table set as plain text, Markdown or LaTeX."""

from collections.abc import Callable

from gantheory.parzen.table1 import Table

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "±": r"$\pm$",
}


def as_text(table: Table) -> str:
    """Columns padded with blanks, groups separated by rules."""
    rows = [table.header, *(row for group in table.groups for row in group)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]

    def line(row: tuple[str, ...]) -> str:
        name, *cells = row
        padded = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        return "  ".join([name.ljust(widths[0]), *padded]).rstrip()

    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [table.title, "", line(table.header)]
    for group in table.groups:
        lines += [rule, *map(line, group)]
    lines += ["", *(f"* {note}" for note in table.notes)]
    return "\n".join(lines)


def as_markdown(table: Table) -> str:
    """A table of GitHub's dialect."""

    def line(row: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"

    below = "| " + " | ".join(["---", *["---:"] * (len(table.header) - 1)]) + " |"
    rows = [line(row) for group in table.groups for row in group]
    notes = [f"- {note}" for note in table.notes]
    return "\n".join([f"**{table.title}**", "", line(table.header), below, *rows, "", *notes])


def as_latex(table: Table) -> str:
    """A `tabular` with its notes as a list; needs no package."""

    def escaped(text: str) -> str:
        return "".join(_LATEX.get(letter, letter) for letter in text)

    def line(row: tuple[str, ...]) -> str:
        return " & ".join(map(escaped, row)) + r" \\"

    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escaped(table.title)}}}",
        rf"\begin{{tabular}}{{l{'r' * (len(table.header) - 1)}}}",
        r"\hline",
        line(table.header),
    ]
    for group in table.groups:
        lines += [r"\hline", *map(line, group)]
    lines += [r"\hline", r"\end{tabular}", r"\begin{itemize}"]
    lines += [rf"\item {escaped(note)}" for note in table.notes]
    lines += [r"\end{itemize}", r"\end{table}"]
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Table], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
}
