"""A sweep in the terminal while it trains: samples, modes, counts, V, and how every seed is doing.

In a terminal the display is redrawn at every measurement; elsewhere, in a log or a pipe, each
measurement is one line of text.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
import numpy.typing as npt

from gantheory.replay.braille import bars, scatter
from gantheory.sweep.config import SweepConfig
from gantheory.targets import Target

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from gantheory.sweep.history import History

Array = npt.NDArray[Any]

#: seeds that have a line of their own
_LINES = 14
#: size of the picture in characters
_COLUMNS, _ROWS = 44, 22


class TerminalWatch:
    """Shows a sweep; enter it as a context, then hand it to `run_sweep`.

    Args:
        config: the sweep.
        target: its target.
        stream: where to write; standard output if None.
        console: of rich, instead of `stream`; for tests.
    """

    def __init__(
        self,
        config: SweepConfig,
        target: Target,
        stream: TextIO | None = None,
        console: "Console | None" = None,
    ) -> None:
        from rich.console import Console
        from rich.live import Live

        self.config, self.target = config, target
        self.console = console or Console(file=stream)
        self.live = Live(console=self.console, auto_refresh=False) if self._terminal else None

    @property
    def _terminal(self) -> bool:
        return bool(self.console.is_terminal)

    def __enter__(self) -> "TerminalWatch":
        if self.live:
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.live:
            self.live.stop()

    def __call__(
        self, seeds: Sequence[int], iteration: int, history: "History", samples: Array
    ) -> None:
        """Show a measurement.

        Args:
            seeds: those under way.
            iteration: updates of the generator so far.
            history: of these seeds, with `history.done` frames.
            samples: the latest ones, shape (seeds, n, dim).
        """
        if self.live:
            self.live.update(self.picture(seeds, iteration, history, samples), refresh=True)
        else:
            # not through rich, which would wrap a long line at the width of no terminal
            self.console.file.write(self.line(seeds, iteration, history) + "\n")
            self.console.file.flush()

    def line(self, seeds: Sequence[int], iteration: int, history: "History") -> str:
        """A measurement as one line of text."""
        counts = history.counts(self.target, self._samples)
        last = history.done - 1
        sound = history.broken == 0
        started = f"iteration {iteration:,} of {self.config.iterations:,}, {len(seeds)} seeds"
        broken = f"{int((~sound).sum())} diverged"
        if not sound.any():
            return f"{started}: {broken}"
        modes = float(counts.modes_captured[sound, last].mean())
        quality = float(counts.high_quality_fraction[sound, last].mean())
        value = float(history.seen["value"][sound, last].mean())
        return (
            f"{started}: {modes:.1f} of {self.target.mixture.modes} modes, "
            f"high quality {quality:.2f}, value {value:+.3f}, {broken}"
        )

    def picture(
        self, seeds: Sequence[int], iteration: int, history: "History", samples: Array
    ) -> "RenderableType":
        """A measurement as a display for a terminal."""
        from rich.columns import Columns
        from rich.console import Group
        from rich.panel import Panel
        from rich.text import Text

        shown = int(np.argmax(history.broken == 0))
        counts = history.counts(self.target, self._samples)
        last = history.done - 1
        title = f"seed {seeds[shown]}, samples of G"
        if self.target.mixture.dim > 2:
            title += f", axes 1 and 2 of {self.target.mixture.dim}"
        at_modes = counts.high_quality[shown, last]
        expected = self.target.mixture.mode_weights * self._samples
        scene = Panel(
            Group(
                self._scene(samples[shown], counts.captured[shown, last]),
                f"at the modes: {bars(at_modes, 2 * float(expected.max()), 1)}",
            ),
            title=title,
            subtitle="● captured  ○ not",
            expand=False,
        )
        status = Text(self.line(seeds, iteration, history))
        return Group(status, Columns([scene, self._table(seeds, history)], padding=(0, 2)))

    @property
    def _samples(self) -> int:
        return self.config.samples or self.target.convention.samples

    def _scene(self, samples: Array, captured: Array) -> "RenderableType":
        """The samples of one seed and the modes: captured ones as discs, the others as rings."""
        from rich.text import Text

        mixture = self.target.mixture
        low, high = mixture.box(4.0)
        if mixture.dim == 1:
            return self._densities(samples[:, 0], float(low[0]), float(high[0]))
        # beyond the plane: as seen along all axes but the first two
        low, high, samples = low[:2], high[:2], samples[:, :2]
        margin = 0.15 * float((high - low).max())
        low, high = low - margin, high + margin
        lines = [list(line) for line in scatter(samples, low, high, _COLUMNS, _ROWS)]
        places = []
        for (x, y), found in zip(
            (mixture.mode_means[:, :2] - low) / (high - low), captured, strict=True
        ):
            row, column = min(_ROWS - 1, int((1 - y) * _ROWS)), min(_COLUMNS - 1, int(x * _COLUMNS))
            lines[row][column] = "●" if found else "○"
            places.append((row * (_COLUMNS + 1) + column, found))
        text = Text("\n".join("".join(line) for line in lines), style="cyan")
        for place, found in places:
            text.stylize("bold green" if found else "bold red", place, place + 1)
        return text

    def _densities(self, samples: Array, low: float, high: float) -> "RenderableType":
        """On the line: the histogram of the samples above the density of the data."""
        from rich.text import Text

        edges = np.linspace(low, high, _COLUMNS + 1)
        middle = (edges[1:] + edges[:-1]) / 2
        data = self.target.mixture.density(middle[:, None])
        found = np.histogram(samples, edges)[0] / len(samples) / (edges[1] - edges[0])
        top = 1.3 * float(data.max())
        text = Text("p_g\n")
        text.append(bars(found, top, 6), style="cyan")
        text.append("\np_data\n")
        text.append(bars(data, top, 6), style="green")
        return text

    def _table(self, seeds: Sequence[int], history: "History") -> "RenderableType":
        """One line per seed: modes captured now and over time, quality, V, gradient, status."""
        from rich.table import Table

        modes = self.target.mixture.modes
        counts = history.counts(self.target, self._samples)
        last = history.done - 1
        table = Table(box=None)
        for name in ("seed", "modes", "over time", "quality", "value", "|grad G|"):
            table.add_column(name, justify="left" if name == "over time" else "right")
        for row, seed in enumerate(seeds[:_LINES]):
            if history.broken[row]:
                table.add_row(str(seed), "", f"diverged at {history.broken[row]}", "", "", "")
                continue
            path = counts.modes_captured[row, : history.done]
            every = max(1, -(-len(path) // 24))
            table.add_row(
                str(seed),
                f"{path[-1]}/{modes}",
                bars(path[::-every][::-1].astype(np.float64), float(modes), 1),
                f"{counts.high_quality_fraction[row, last]:.2f}",
                f"{history.seen['value'][row, last]:+.3f}",
                f"{history.seen['generator_gradient'][row, last]:.1e}",
            )
        if len(seeds) > _LINES:
            table.add_row("…", "", f"and {len(seeds) - _LINES} more", "", "", "")
        return table
