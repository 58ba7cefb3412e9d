"""V at the optimal D against -log 4 + 2 JSD, all along a training run.

A 1-D GAN is trained by Algorithm 1; at every recorded frame C(G) = V(D*, G) is an expectation
under p_data and under p_g, and JSD(p_data || p_g) an integral over x on other nodes. They must
fulfil Theorem 1 to quadrature error, and V of the trained D may not pass C. A few times the inner
loop is long: there V must come close to C, the first time to a stated tolerance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.audit.line import LOG_4
from gantheory.errors import GanTheoryError
from gantheory.line.config import MixtureConfig
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]

CONFIG = MixtureConfig(
    target="bimodal",
    iterations=400,
    record_every=10,
    slow_motion=(0, 60, 150),
    slow_motion_k=1200,
    slow_motion_frames=12,
)


class Theory(NamedTuple):
    """C = intercept + slope JSD."""

    intercept: float = -LOG_4
    slope: float = 2.0


@dataclass(frozen=True)
class Measured:
    """What the frames of a run say, all in nats, shape (frames,).

    Attributes:
        iterations: generator updates done.
        inner: whether the frame is from within a long inner loop.
        value: V(D, G).
        criterion: V(D*, G).
        jsd: JSD(p_data || p_g).
        loops: index of the first and of the last frame of each long inner loop.
    """

    iterations: Array
    inner: npt.NDArray[np.bool_]
    value: Array
    criterion: Array
    jsd: Array
    loops: tuple[tuple[int, int], ...]


def measure(seed: int, tick: Tick, config: MixtureConfig = CONFIG) -> Measured:
    """Train and integrate (see `Measured`)."""
    from gantheory.line import frames as mixture_frames
    from gantheory.line.run import networks, train

    (run,) = train(config, (seed,), lambda done, total: tick(0.6 * done / total))
    total = len(run.snapshots)
    arrays, trouble = mixture_frames.measure(
        config, *networks(config), run.snapshots, lambda done: tick(0.6 + 0.4 * done / total)
    )
    if arrays is None or trouble or run.diverged:
        raise GanTheoryError(f"seed {seed}: {trouble or run.diverged}; choose another seed")
    inner = arrays["phase"] == 0
    count, frames = len(config.slow_motion), config.slow_motion_frames
    loops = np.flatnonzero(inner).reshape(count, frames)
    return Measured(
        arrays["g_updates"].astype(np.float64),
        inner,
        arrays["value"],
        arrays["criterion"],
        arrays["jsd"],
        tuple((int(loop[0]), int(loop[-1])) for loop in loops),
    )


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold the frames against a theory."""
    quadrature = "the quadrature aims at 1e-10 and states up to 2e-8 where G is nearly flat"
    residual = np.abs(data.criterion - (theory.intercept + theory.slope * data.jsd))
    ends = [data.criterion[last] - data.value[last] for _, last in data.loops]
    checks = [
        Check(
            f"|V(D*) - (intercept + slope JSD)|, largest of {len(residual)} frames", 0.0, "=",
            float(residual.max()), 1e-7, "T3", quadrature,
        ),
        Check(
            "V(D) - V(D*), largest", 0.0, "<=", float((data.value - data.criterion).max()), 1e-7,
            "A4", quadrature,
        ),
        Check(
            "V(D) after the first long inner loop",
            float(theory.intercept + theory.slope * data.jsd[data.loops[0][1]]), "=",
            float(data.value[data.loops[0][1]]), 0.03, "A1 T3",
            "against the generator as initialised, whose p_g is smooth, 64 units and noisy steps "
            "do so well; a wrong slope or intercept would show as 0.1 or more",
        ),
        Check(
            "range of JSD over the run", 0.3, ">=", float(np.ptp(data.jsd)), 0.0, "T3",
            "a run in which JSD hardly moves would test nothing",
        ),
    ]  # fmt: skip
    for (_, last), gap in list(zip(data.loops, ends, strict=True))[1:]:
        checks.append(
            Check(
                f"V(D*) - V(D), inner loop at iteration {data.iterations[last]:.0f}", 0.0, "->",
                float(gap), 0.0, "A1",
                "a limit: p_g has folds by now, which 64 units follow only so far",
            )
        )  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: V, C and -log 4 + 2 JSD along training. Right: C against JSD."""
    left, right = panels(figure)
    frames = np.arange(len(data.jsd))
    left.plot(
        frames, data.value, color=LOOKS[0].color, linestyle=LOOKS[0].linestyle, lw=0.9,
        label="V(D)",
    )  # fmt: skip
    left.plot(frames, data.criterion, color=LOOKS[1].color, lw=2.4, alpha=0.6, label="V(D*) = C")
    left.plot(
        frames, 2 * data.jsd - LOG_4, color=THEORY.color, linestyle=THEORY.linestyle, lw=1,
        label=r"$-\log 4 + 2\,\mathrm{JSD}$",
    )  # fmt: skip
    for number, (first, last) in enumerate(data.loops):
        left.axvspan(
            first, last, color="#dddddd", lw=0, zorder=0,
            label="D alone moves" if number == 0 else None,
        )  # fmt: skip
    left.set(xlabel="frame", ylabel="nats", title="along training", ylim=(-2.2, 0.05))
    legend(left)
    jsd = np.linspace(0, np.log(2), 50)
    right.plot(
        jsd, 2 * jsd - LOG_4, color=THEORY.color, linestyle=THEORY.linestyle, lw=1,
        label="Theorem 1",
    )  # fmt: skip
    right.plot(data.jsd, data.criterion, "s", color=LOOKS[1].color, ms=3.5, label="V(D*), measured")
    ends = [last for _, last in data.loops]
    right.plot(
        data.jsd[ends], data.value[ends], "o", color=LOOKS[0].color, ms=6, mfc="none",
        label="V(D), D trained long",
    )  # fmt: skip
    right.set(xlabel="JSD", ylabel="nats", title="against the divergence")
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    return (
        "Two panels. Left: V of the trained discriminator, V of the optimal one and -log 4 + 2 JSD "
        f"over {len(data.jsd)} frames; the last two are one curve, falling from "
        f"{data.criterion[0]:.3f} to {data.criterion[-1]:.3f}, and V stays below, touching it "
        "where the discriminator alone is trained. Right: V(D*) against JSD lies on the straight "
        "line of Theorem 1."
    )


RUN = TheoryRun(
    name="value-identity",
    title="V at the optimal D against -log 4 + 2 JSD",
    claims=("A1", "A4", "T3"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "one-jsd": Theory(slope=1.0),
        "minus-log-2": Theory(intercept=-LOG_4 / 2),
    },
)
