"""Which claim uses which, as a small SVG: layers by depth, tier by colour and by letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from gantheory.proofs.render.blocks import Figure
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import ClaimResult

#: fill and edge; the tier is written in the box too, for those who see no colour
_COLOURS = {
    "K": ("#d9c8f0", "#5b2a86"),
    "S": ("#cfe8d4", "#1b6b34"),
    "E": ("#cfe0f5", "#1d4f91"),
    "B": ("#fbe5c0", "#8a5a00"),
    "N": ("#eeeeee", "#555555"),
}
_FAILED = ("#f6cccc", "#a11212")
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 76, 40, 22, 56, 16


def layers(uses: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Put every claim below all that it uses; near those, to keep lines short.

    Args:
        uses: claim -> the claims that it uses; others are ignored. There are no circles.
    """
    depth: dict[str, int] = {}

    def level(name: str) -> int:
        if name not in depth:
            above = [level(other) for other in uses[name] if other in uses]
            depth[name] = 1 + max(above, default=-1)
        return depth[name]

    rows: list[list[str]] = [[] for _ in range(1 + max(map(level, uses), default=-1))]
    for name in uses:
        rows[depth[name]].append(name)
    place: dict[str, float] = {}
    for row in rows:
        order = {name: index for index, name in enumerate(row)}

        centre = {}
        for name in row:
            above = [place[other] for other in uses[name] if other in place]
            centre[name] = sum(above) / len(above) if above else float(order[name])
        row.sort(key=centre.__getitem__)
        place |= {name: index + (1 - len(row)) / 2 for index, name in enumerate(row)}
    return rows


def graph_svg(results: Sequence[ClaimResult]) -> str:
    """The dependency graph of the given claims."""
    by_id = {result.claim.id: result for result in results}
    uses = {name: result.claim.uses for name, result in by_id.items()}
    rows = layers(uses)
    across = max(map(len, rows), default=1)
    width = 2 * MARGIN + across * (WIDTH + GAP_X) - GAP_X
    height = 2 * MARGIN + len(rows) * (HEIGHT + GAP_Y) - GAP_Y
    corner: dict[str, tuple[float, float]] = {}
    for depth, row in enumerate(rows):
        left = (width - len(row) * (WIDTH + GAP_X) + GAP_X) / 2
        for place, name in enumerate(row):
            corner[name] = (left + place * (WIDTH + GAP_X), MARGIN + depth * (HEIGHT + GAP_Y))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" font-family="sans-serif">',
        f"<title>{escape(caption(results))}</title>",
    ]
    for name, others in uses.items():
        for other in others:
            if other in corner:
                (x1, y1), (x2, y2) = corner[other], corner[name]
                x1, x2, y1 = x1 + WIDTH / 2, x2 + WIDTH / 2, y1 + HEIGHT
                middle = (y1 + y2) / 2
                parts.append(
                    f'<path d="M{x1:g} {y1:g}C{x1:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}" '
                    'fill="none" stroke="#888888"/>'
                )
    for name, (x, y) in corner.items():
        holds = by_id[name].verdict.kind in (Kind.PROVED, Kind.CHECKED)
        tier = by_id[name].claim.tier
        fill, edge = _COLOURS.get(tier, _COLOURS["N"]) if holds else _FAILED
        label = f"tier {tier}" if holds else "not proved"
        parts += [
            f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
            f'fill="{fill}" stroke="{edge}"/>',
            f'<text x="{x + WIDTH / 2:g}" y="{y + 17:g}" text-anchor="middle" '
            f'font-size="14">{escape(name)}</text>',
            f'<text x="{x + WIDTH / 2:g}" y="{y + 32:g}" text-anchor="middle" '
            f'font-size="11">{escape(label)}</text>',
        ]
    return "".join([*parts, "</svg>"])


def caption(results: Sequence[ClaimResult]) -> str:
    """The graph in words."""
    edges = [f"{r.claim.id} uses {', '.join(r.claim.uses)}" for r in results if r.claim.uses]
    return "What uses what: " + ("; ".join(edges) if edges else "no claim uses another") + "."


def graph_block(results: Sequence[ClaimResult]) -> Figure:
    """The graph as a block of a document."""
    return Figure(graph_svg(results), caption(results))
