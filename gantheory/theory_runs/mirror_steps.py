"""The averaging step and mirror steps of any size, simulated, against their proved rates.

With D optimal at every step, the entropic mirror step on p_g is simulated from its definition,
g <- g (1 - D*)^(-eta) / Z, on random finite alphabets and on a grid of the line. The theory: the
unit step is the average of p_data and p_g, halves the total variation and at least halves C + log 4
(P6); up to size 1 the gap after T steps is at most KL(p_data || g_0) / (eta T) (P7); near the
optimum the error of log p_g is multiplied by |1 - eta/2| (P8).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.dynamics import mirror
from gantheory.line.densities import TARGETS, Mixture1D
from gantheory.line.divergences import compare, total_variation
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]

ALPHABETS, UNIT_STEPS = 1000, 25
SMALL_STEPS, STEPS = (0.1, 0.25, 0.5, 1.0), 60
RATE_STEPS = (0.25, 0.5, 1.0, 1.5, 2.5, 3.0, 3.5, 4.5, 5.0)
ORDERS = 25
LINE_STEPS, LINE_POINTS = 12, 4001


class Theory(NamedTuple):
    """What is claimed of mirror steps.

    Attributes:
        variation_factor: what the unit step multiplies the total variation by.
        gap_factor: what the unit step multiplies C + log 4 by, at most.
        local_rate: eta -> factor on a small error.
        bound: eta T (C + log 4) is at most this many KL(p_data || g_0).
    """

    variation_factor: float = 0.5
    gap_factor: float = 0.5
    local_rate: Callable[[float], float] = lambda eta: abs(1 - eta / 2)
    bound: float = 1.0


@dataclass(frozen=True)
class Measured:
    """What was simulated.

    Attributes:
        off_average: largest |g+ - (p + g)/2| relative to the average, over alphabets and steps.
        variation_factors: shape (UNIT_STEPS, ALPHABETS), TV after a unit step over TV before.
        gap_factors: the same of C + log 4.
        bound_use: largest eta T (C + log 4) / KL(p_data || g_0) over alphabets, T <= STEPS and
            eta in SMALL_STEPS.
        rates: shape (len(RATE_STEPS),), fitted factors of a small error.
        order: the fitted order of convergence at eta = 2.
        line_variation: shape (LINE_STEPS + 1,), TV on the line after t unit steps on the grid.
        line_variation_exact: the same of the mixture (1 - 2^-t) p_data + 2^-t g_0 by quadrature.
        line_gap: C + log 4 on the grid.
        line_gap_exact: the same by quadrature.
    """

    off_average: float
    variation_factors: Array
    gap_factors: Array
    bound_use: float
    rates: Array
    order: float
    line_variation: Array
    line_variation_exact: Array
    line_gap: Array
    line_gap_exact: Array


def measure(seed: int, tick: Tick) -> Measured:
    """Simulate everything (see `Measured`)."""
    rng = np.random.default_rng(seed)
    log_p, log_g = _random_pairs(rng)
    unit = _unit_steps(log_p, log_g)
    tick(0.2)
    bound_use = _bound_use(log_p, log_g)
    tick(0.5)
    rates = np.array([_local_rate(rng, eta) for eta in RATE_STEPS])
    order = _order(rng)
    tick(0.6)
    return Measured(*unit, bound_use, rates, order, *_on_the_line(tick))


def _random_pairs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Random p_data and g_0, shape (ALPHABETS, 20), on alphabets of 2 to 20 letters.

    Letters beyond an alphabet's size have next to no mass in both, 1e-300: as if they were not.
    Pairs at a total variation below 0.01 are left out: 25 steps later rounding would be all.
    """
    drawn = 2 * ALPHABETS
    size = rng.integers(2, 21, drawn)
    # small concentrations give lopsided distributions, large ones near-uniform ones
    concentration = rng.uniform(0.3, 3.0, (2, drawn, 1))
    weights = rng.gamma(concentration, size=(2, drawn, 20)) + 1e-12
    weights[:, np.arange(20)[None, :] >= size[:, None]] = 1e-300
    log_p, log_g = (mirror.normalised(np.log(w)) for w in weights)
    apart = np.flatnonzero(mirror.total_variation(log_p, log_g) > 0.01)[:ALPHABETS]
    return log_p[apart], log_g[apart]


def _unit_steps(log_p: Array, log_g: Array) -> tuple[float, Array, Array]:
    off, variations, gaps = 0.0, [], []
    for _ in range(UNIT_STEPS):
        average = np.logaddexp(log_p, log_g) - np.log(2)
        before = mirror.total_variation(log_p, log_g), mirror.criterion_gap(log_p, log_g)
        log_g = mirror.mirror_step(log_g, mirror.log_one_minus_optimal(log_p, log_g), 1.0)
        off = max(off, float(np.abs(np.expm1(log_g - average)).max()))
        variations.append(mirror.total_variation(log_p, log_g) / before[0])
        gaps.append(mirror.criterion_gap(log_p, log_g) / before[1])
    return off, np.array(variations), np.array(gaps)


def _bound_use(log_p: Array, start: Array) -> float:
    divergence, worst = mirror.kl(log_p, start), 0.0
    for eta in SMALL_STEPS:
        log_g = start
        for done in range(1, STEPS + 1):
            log_g = mirror.mirror_step(log_g, mirror.log_one_minus_optimal(log_p, log_g), eta)
            spent = eta * done * mirror.criterion_gap(log_p, log_g)
            worst = max(worst, float((spent / divergence).max()))
    return worst


def _small_errors(
    rng: np.random.Generator, eta: float, start: float, low: float, high: float
) -> Array:
    """Sizes of the error of log p_g under steps of size eta, as long as within (low, high)."""
    log_p = mirror.normalised(np.log(rng.gamma(2.0, size=6) + 1e-3))
    log_g = mirror.normalised(log_p + start * rng.standard_normal(6))
    sizes = []
    for _ in range(400):
        size = float(np.abs(log_g - log_p).max())
        if not low < size < high:
            break
        sizes.append(size)
        log_g = mirror.mirror_step(log_g, mirror.log_one_minus_optimal(log_p, log_g), eta)
    return np.array(sizes)


def _local_rate(rng: np.random.Generator, eta: float) -> float:
    """The factor per step, by least squares on the logarithm of the error's size."""
    grows = not 0 < eta < 4
    sizes = _small_errors(rng, eta, 1e-9 if grows else 1e-4, 1e-11, 1e-3)
    slope: float = np.polyfit(np.arange(len(sizes)), np.log(sizes), 1)[0]
    return float(np.exp(slope))


def _order(rng: np.random.Generator) -> float:
    """The median over starts of log(e2 / e1) / log(e1 / e0), from three errors at eta = 2."""
    orders = []
    for _ in range(ORDERS):
        sizes = _small_errors(rng, 2.0, 3e-2, 1e-14, 1.0)
        falls = np.diff(np.log(sizes[:3]))
        orders.append(falls[1] / falls[0])
    return float(np.median(orders))


def _on_the_line(tick: Tick) -> tuple[Array, Array, Array, Array]:
    target, start = TARGETS["trimodal"], Mixture1D((1.0,), (-0.5,), (2.0,))
    x = np.linspace(-20, 20, LINE_POINTS)
    log_p, log_g = (mirror.normalised(m.log_pdf(x)) for m in (target, start))
    rows = []
    for done in range(LINE_STEPS + 1):
        left = 0.5**done
        weights = (*((1 - left) * w for w in target.weights), left)
        average = Mixture1D(weights, (*target.means, -0.5), (*target.stds, 2.0)) if done else start
        rows.append(
            (
                float(mirror.total_variation(log_p, log_g)),
                total_variation(target, average).value,
                float(mirror.criterion_gap(log_p, log_g)),
                2 * compare(target, average).jsd.value,
            )
        )
        log_g = mirror.mirror_step(log_g, mirror.log_one_minus_optimal(log_p, log_g), 1.0)
        tick(0.6 + 0.4 * (done + 1) / (LINE_STEPS + 1))
    grid, exact, gap, exact_gap = np.array(rows).T
    return grid, exact, gap, exact_gap


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold the simulation against a theory."""
    drawn = f"{ALPHABETS} random alphabets, {UNIT_STEPS} steps"
    rounding = "rounding (2e-16) over a difference that has shrunk to 2^-25 of itself, times 100"
    steps = np.arange(LINE_STEPS + 1)
    predicted = data.line_variation_exact[0] * theory.variation_factor**steps
    worst = int(np.argmax(np.abs(data.variation_factors - theory.variation_factor)))
    checks = [
        Check(
            f"unit step against the average ({drawn})", 0.0, "=", data.off_average, 1e-12, "P6",
            "rounding of log p_g, of order 1 to 700 in absolute value",
        ),
        Check(
            "TV after a unit step / TV before, worst", theory.variation_factor, "=",
            float(data.variation_factors.flat[worst]), 1e-6, "P6", rounding,
        ),
        Check(
            "C + log 4 after a unit step / before, largest", theory.gap_factor, "<=",
            float(data.gap_factors.max()), 1e-6, "P6", rounding,
        ),
        Check(
            "eta T (C + log 4) / KL(p_data || g_0), largest", theory.bound, "<=",
            data.bound_use, 1e-12, "P7", "rounding",
        ),
    ]  # fmt: skip
    checks += [
        Check(
            f"factor on a small error at eta = {eta:g}", theory.local_rate(eta), "=", float(rate),
            2e-3, "P8", "errors from 1e-4 (1e-3 where they grow) down: the next order is that size",
        )
        for eta, rate in zip(RATE_STEPS, data.rates, strict=True)
    ]  # fmt: skip
    checks += [
        Check(
            "order of convergence at eta = 2", 2.0, "=", data.order, 0.2, "P8",
            "log e_0 is about -4, so a factor of 2 between successive constants moves it by 0.17",
        ),
        Check(
            "on the line: TV of the mirror steps - TV by quadrature", 0.0, "=",
            float(np.abs(data.line_variation - data.line_variation_exact).max()), 1e-5, "P6",
            "kinks of |p - g| on a grid of spacing 0.01: its square, times 0.1",
        ),
        Check(
            "on the line: |TV - TV_0 factor^t| by quadrature, largest", 0.0, "=",
            float(np.abs(data.line_variation_exact - predicted).max()), 1e-9, "P6",
            "the quadrature aims at 1e-10",
        ),
        Check(
            "on the line: C + log 4 of the mirror steps - by quadrature", 0.0, "=",
            float(np.abs(data.line_gap - data.line_gap_exact).max()), 1e-9, "T3",
            "the integrand is smooth: the trapezoid rule is exact to rounding, quadrature to 1e-10",
        ),
    ]  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: gaps under unit steps on the line. Right: local rates by step size."""
    left, right = panels(figure)
    steps = np.arange(LINE_STEPS + 1)
    for look, values, name in (
        (LOOKS[0], data.line_variation, "TV"),
        (LOOKS[1], data.line_gap, "C + log 4"),
    ):
        left.semilogy(
            steps, values, look.marker, color=look.color, ms=4, label=f"{name}, simulated"
        )
    left.semilogy(
        steps, data.line_variation_exact[0] * 0.5**steps, color=THEORY.color,
        linestyle=THEORY.linestyle, lw=1, label=r"$2^{-t}$ TV$_0$ (P6)",
    )  # fmt: skip
    left.set(xlabel="unit mirror steps t", ylabel="nats", title="the averaging step halves")
    legend(left)
    eta = np.linspace(0, 5.2, 200)
    right.plot(
        eta, np.abs(1 - eta / 2), color=THEORY.color, linestyle=THEORY.linestyle, lw=1,
        label=r"$|1-\eta/2|$ (P8)",
    )  # fmt: skip
    right.plot(RATE_STEPS, data.rates, LOOKS[0].marker, color=LOOKS[0].color, ms=5, label="fitted")
    right.axhline(1, color=LOOKS[1].color, lw=0.6)
    right.text(0.1, 1.03, "grows above", fontsize=8, color=LOOKS[1].color)
    right.set(xlabel=r"step size $\eta$", ylabel="factor per step", title="rate near the optimum")
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    rates = ", ".join(
        f"{rate:.3f} at {eta:g}" for eta, rate in zip(RATE_STEPS, data.rates, strict=True)
    )
    return (
        "Two panels. Left, on a logarithmic scale against the number of unit mirror steps: total "
        f"variation falls from {data.line_variation[0]:.3f} to {data.line_variation[-1]:.1e} along "
        "the predicted line 2^-t, and C + log 4 falls faster. Right: the factor by which a step of "
        f"size eta multiplies a small error follows |1 - eta/2|: {rates}."
    )


RUN = TheoryRun(
    name="mirror-steps",
    title="mirror steps on p_g: the average, its rate, other step sizes",
    claims=("P6", "P7", "P8"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "gap-quarters": Theory(gap_factor=0.25),
        "variation-shrinks-by-third": Theory(variation_factor=1 / 3),
        "rate-one-minus-eta": Theory(local_rate=lambda eta: abs(1 - eta)),
        "quarter-of-kl": Theory(bound=0.25),
    },
)
