"""Checked claims as text, Markdown, LaTeX, Typst, HTML and JSON, all from the same goals."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gantheory.proofs.render.blocks import Block
    from gantheory.proofs.verify import ClaimResult

#: what `--format` may be
FORMATS = ("text", "markdown", "latex", "typst", "html", "json")


def render(
    results: Sequence[ClaimResult], form: str, times: bool = True, graph: bool = False
) -> str:
    """Write checked claims in one of `FORMATS`.

    Args:
        results: from `gantheory.proofs.runs.verify_all`.
        form: one of `FORMATS`.
        times: whether to say how long each took.
        graph: whether to begin with the picture of what uses what.

    Returns:
        The whole document.
    """
    from gantheory.proofs.render import html, latex, markdown, text, typst
    from gantheory.proofs.render.as_data import document
    from gantheory.proofs.render.blocks import claim_blocks
    from gantheory.proofs.render.graph import graph_block

    if form == "json":
        data = document(results, times)
        return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    writers: dict[str, Callable[[Sequence[Block]], str]] = {
        "text": text.render_text,
        "markdown": markdown.render_markdown,
        "latex": latex.render_latex,
        "typst": typst.render_typst,
        "html": html.render_html,
    }
    blocks: list[Block] = [graph_block(results)] if graph else []
    for result in results:
        blocks += claim_blocks(result, times)
    return writers[form](blocks)
