"""The same game converges in distribution space and goes in circles with two parameters.

All data are at 0; the generator starts away from there. In distribution space (a free D, mirror
steps on p_g) p_g becomes p_data. The Dirac-GAN plays the same game at the same step size, order and
start, and stays away for good (D8). Then data with full support, where the rate near the optimum is
known: the tabular GAN's linearisation has eigenvalues l with l^2 + l/(2n) + 1/(4n) = 0 for uniform
data on n points (D11).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.dynamics import lattice, mirror
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]

STEP, STEPS = 0.2, 1500
#: points of the line; the data are at 0, the generator starts at START
POINTS = np.linspace(-2, 2, 17)
START = 1.0
#: sizes of the alphabets with uniform data, and how their small errors are followed
ALPHABETS = (2, 3, 5, 8)
SMALL, RATE_STEPS = 1e-6, 400


class Theory(NamedTuple):
    """What is claimed.

    Attributes:
        stays_away: whether the Dirac-GAN keeps its distance; else it converges, too.
        converges: whether p_g tends to p_data in distribution space.
        rate_scale: the real part of the flow's eigenvalues for uniform data on n points is
            -1 / (rate_scale n).
    """

    stays_away: bool = True
    converges: bool = True
    rate_scale: float = 4.0


@dataclass(frozen=True)
class Measured:
    """Both runs of the game, and local rates.

    Attributes:
        log_g: log p_g in distribution space, shape (STEPS + 1, points).
        jsd: JSD(p_data || p_g) of it in nats, shape (STEPS + 1,).
        mean_distance: mean of |x| under p_g, shape (STEPS + 1,).
        path: (theta, psi) of the Dirac-GAN, shape (STEPS + 1, 2). Its JSD is log 2 wherever
            theta is not 0 (S1).
        factors: fitted factor per simultaneous step on a small error, one per alphabet.
    """

    log_g: Array
    jsd: Array
    mean_distance: Array
    path: Array
    factors: Array


def measure(seed: int, tick: Tick) -> Measured:
    """Play (see `Measured`); the seed draws how p_g is spread at first, and the small errors."""
    rng = np.random.default_rng(seed)
    p = (np.abs(POINTS) < 1e-9).astype(np.float64)
    # most of it at START, as the parametric generator; a little everywhere, or no mirror step
    # could ever move it there (P10)
    first = 0.9 * (np.abs(POINTS - START) < 1e-9) + 0.1 * rng.dirichlet(np.full(len(POINTS), 5.0))
    played = lattice.tabular(p, np.log(first), STEP, STEPS)
    with np.errstate(divide="ignore"):
        jsd = np.array([_jsd(p, np.exp(log_g)) for log_g in played.log_g])
    tick(0.5)
    factors = np.array([_factor(rng, n) for n in ALPHABETS])
    return Measured(
        played.log_g,
        jsd,
        np.exp(played.log_g) @ np.abs(POINTS),
        lattice.parametric((START, 0.0), STEP, STEPS),
        factors,
    )


def _jsd(p: Array, g: Array) -> float:
    m = (p + g) / 2
    terms = [np.where(q > 0, q * np.log(np.where(q > 0, q, 1) / m), 0).sum() for q in (p, g)]
    return float(sum(terms) / 2)


def _factor(rng: np.random.Generator, n: int) -> float:
    """The spiral factor per step near the optimum for uniform data on n points.

    Of the errors (of log p_g and of the logits, both summing to 0) the norm that the linearisation
    shrinks evenly is fitted by the map of each letter's pair of errors, by least squares.
    """
    log_p = np.full(n, -np.log(n))
    noise = SMALL * rng.standard_normal(n)
    played = lattice.tabular(
        np.exp(log_p), mirror.normalised(log_p + noise), STEP, RATE_STEPS, alternating=False
    )
    errors = played.log_g - log_p
    logits = played.logits
    pairs = np.stack([errors - errors.mean(1)[:, None], logits - logits.mean(1)[:, None]], axis=-1)
    solution = np.linalg.lstsq(pairs[:-1].reshape(-1, 2), pairs[1:].reshape(-1, 2), rcond=None)[0]
    return float(np.abs(np.linalg.eigvals(solution)).max())


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold both runs against a theory."""
    radius = np.hypot(*data.path.T)
    last = radius[-STEPS // 4 :]
    away = (
        Check(
            "Dirac-GAN: least distance from the equilibrium, last quarter / start", 1.0, ">=",
            float(last.min() / radius[0]), 0.25, "D8",
            "alternating steps keep to an orbit that is round up to h/2 = 10%, twice that and "
            "the curvature of the sigmoid",
        )
        if theory.stays_away
        else Check(
            "Dirac-GAN: distance from the equilibrium at the end / start", 0.0, "=",
            float(radius[-1] / radius[0]), 0.25, "D8", "as for the true theory",
        )
    )  # fmt: skip
    crossings = np.count_nonzero(np.diff(np.sign(data.path[-STEPS // 4 :, 0])))
    checks = [
        away,
        Check(
            "Dirac-GAN: theta changes sign, times in the last quarter", 2.0, ">=",
            float(crossings), 0.0, "D8", "it goes round, it does not rest",
        ),
        Check(
            "in distribution space: JSD at the end", 0.0 if theory.converges else float(np.log(2)),
            "=", float(data.jsd[-1]), 1e-3, "D11 P6",
            f"{STEPS} steps of {STEP:g} shrink the mass elsewhere by more than that; the Dirac-GAN "
            "is at log 2 = 0.69 (S1)",
        ),
    ]  # fmt: skip
    for n, factor in zip(ALPHABETS, data.factors, strict=True):
        real = -1 / (theory.rate_scale * n)
        imaginary_squared = 1 / (4 * n) - real**2
        wanted = np.sqrt((1 + STEP * real) ** 2 + STEP**2 * imaginary_squared)
        checks.append(
            Check(
                f"uniform data on {n} points: factor per step", float(wanted), "=", float(factor),
                1e-5, "D11", f"errors of {SMALL:g}: curvature is that size, and rounding 1e-10",
            )
        )  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: how far samples are from the data, in both. Right: JSD."""
    left, right = panels(figure)
    steps = np.arange(STEPS + 1)
    shown = slice(0, 400)
    left.plot(
        steps[shown], np.abs(data.path[shown, 0]), color=LOOKS[1].color, lw=1,
        linestyle=LOOKS[1].linestyle, label=r"two parameters: $|\theta|$",
    )  # fmt: skip
    left.plot(
        steps[shown], data.mean_distance[shown], color=LOOKS[0].color, lw=1.8,
        label=r"distribution space: mean $|x|$",
    )  # fmt: skip
    left.set(xlabel="steps of each player", ylabel="distance from the data", ylim=(0, 1.5))
    left.set_title("same game, same steps")
    legend(left)
    right.semilogy(
        steps, np.maximum(data.jsd, 1e-12), color=LOOKS[0].color, lw=1.8, label="distribution space"
    )
    right.axhline(
        np.log(2), color=LOOKS[1].color, linestyle=LOOKS[1].linestyle, lw=1.2,
        label="two parameters: log 2",
    )  # fmt: skip
    right.set(xlabel="steps of each player", ylabel="JSD (nats)", title="divergence from the data")
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    return (
        "Two panels. Left, the distance of samples from the data against steps: for the Dirac-GAN "
        "it swings between 0 and its first value for ever, in distribution space it falls from "
        f"{data.mean_distance[0]:.2f} to 0. Right, JSD on a logarithmic scale: log 2 all along for "
        f"the Dirac-GAN, down to {data.jsd[-1]:.1e} in distribution space."
    )


RUN = TheoryRun(
    name="tabular-gan",
    title="the same game in distribution space and with two parameters",
    claims=("D8", "D11", "S1"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "parametric-converges": Theory(stays_away=False),
        "tabular-cycles": Theory(converges=False),
        "rate-doubled": Theory(rate_scale=2.0),
    },
)
