"""Two numbers turning around an equilibrium: spiral factors and eigenvalues against D1 to D8.

For the bilinear game and the Dirac-GAN with either generator loss, and six ways to take steps,
three routes to the same eigenvalues: the closed form that the claims prove, the Jacobian of a step
by automatic differentiation, and the linear map fitted to a simulated trajectory. Then the step
sizes at which stability is lost, and what the flow in continuous time conserves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]
Complex = npt.NDArray[Any]

#: step sizes at which trajectories are simulated, and the weight of R1 and of consensus
STEP_SIZES = (0.1, 0.3, 0.5, 0.7, 0.9, 1.1)
GAMMA = 0.3
STEPS = 40
#: small enough that the Dirac-GAN's curvature, radius^2 of its motion, is nothing even after it has
#: spiralled out by a factor of 200
RADIUS = 1e-6
#: the run that is recorded and drawn
SHOWN_STEP, SHOWN_STEPS, SHOWN_START = 0.25, 110, (0.8, 0.0)
FLOW_DT, FLOW_STEPS = 0.01, 4000
FLOW_START = (1.5, 0.5)
#: the game whose flow does not conserve theta^2 + psi^2
CREEPING = "Dirac-GAN, non-saturating"

#: method -> the claims about it
CLAIMS = {
    "simultaneous": "D1 D4 D8",
    "alternating": "D2 D8",
    "extragradient": "D3",
    "optimistic": "D3",
    "r1": "D6 D7",
    "consensus": "D6",
}


def closed_form(method: str, c: float, h: float, gamma: float) -> Complex:
    """Eigenvalues of one step of size h next to the equilibrium.

    Args:
        method: a key of `CLAIMS`.
        c: eigenvalues of the field are +-i c.
        h: step size.
        gamma: weight of R1 or of consensus.
    """
    turn = np.array([1j * c, -1j * c])
    if method == "simultaneous":
        return 1 + h * turn
    if method == "alternating":
        # trace 2 - (h c)^2, determinant 1
        return np.roots([1, (h * c) ** 2 - 2, 1])
    if method == "extragradient":
        return 1 + h * turn + (h * turn) ** 2
    if method == "optimistic":
        return np.concatenate([np.roots([1, -(1 + 2 * h * mu), h * mu]) for mu in turn])
    if method == "r1":
        root = complex(gamma**2 / 4 - c**2) ** 0.5
        return 1 + h * (-gamma / 2 + np.array([root, -root]))
    assert method == "consensus"
    return 1 + h * (turn - gamma * c**2)


class Theory(NamedTuple):
    """What is claimed of the two-number games.

    Attributes:
        step: (method, c, h, gamma) -> eigenvalues of a step.
        extragradient_limit: largest step size h c of extragradient.
        optimistic_limit: the same of optimistic steps.
        alternating_limit: the same of alternating steps.
        r1_limits: (gamma, c) -> the two bounds on h with R1, of which the smaller counts.
        creeps: whether the non-saturating flow loses theta^2 + psi^2 at the rate
            2 theta psi tanh(theta psi / 2); else it conserves it.
    """

    step: Callable[[str, float, float, float], Any] = closed_form
    extragradient_limit: float = 1.0
    optimistic_limit: float = 1 / 3**0.5
    alternating_limit: float = 2.0
    r1_limits: Callable[[float, float], tuple[float, float]] = lambda gamma, c: (
        gamma / c**2,
        2 / gamma,
    )
    creeps: bool = True


class Point(NamedTuple):
    """One game, method and step size: eigenvalues by automatic differentiation, and fitted."""

    game: str
    slope: float
    method: str
    h: float
    differentiated: Complex
    fitted: Complex


@dataclass(frozen=True)
class Measured:
    """What was differentiated and simulated.

    Attributes:
        points: one per game, method and step size.
        spiral: step size -> radius^2 after a simultaneous step of the bilinear game over radius^2
            before, at every step.
        invariants: step size -> theta^2 + psi^2 + h theta psi of the alternating bilinear game at
            every step (the discriminator goes first; D2 has the generator first, so -h there).
        limits: "method" or "r1 gamma" -> the step size (times c, except for r1) at which the
            spectral radius of the Jacobian passes 1, by bisection.
        flow_squares: game -> theta^2 + psi^2 along the flow.
        flow_loss: what D5's rate for the non-saturating flow integrates to along it, from 0.
        shown: method -> path of the Dirac-GAN, shape (SHOWN_STEPS + 1, 2).
    """

    points: tuple[Point, ...]
    spiral: dict[float, Array]
    invariants: dict[float, Array]
    limits: dict[str, float]
    flow_squares: dict[str, Array]
    flow_loss: Array
    shown: dict[str, Array]


def measure(seed: int, tick: Tick) -> Measured:
    """Differentiate and simulate (see `Measured`); the seed turns the starting points."""
    from gantheory.dynamics.two_player import (
        BILINEAR,
        DIRAC,
        GAMES,
        METHODS,
        eigenvalues,
        fitted_eigenvalues,
        flow,
        trajectories,
    )

    angle = np.random.default_rng(seed).uniform(0, 2 * np.pi)
    start = (RADIUS * float(np.cos(angle)), RADIUS * float(np.sin(angle)))
    points, spiral, invariants = [], {}, {}
    for done, game in enumerate(GAMES):
        for method in METHODS:
            paths = trajectories(game, method, start, STEP_SIZES, STEPS, GAMMA)
            for h, path in zip(STEP_SIZES, paths, strict=True):
                fitted = fitted_eigenvalues(path / RADIUS, method == "optimistic")
                found = eigenvalues(game, method, h, GAMMA)
                points.append(Point(game.name, game.slope, method, h, found, fitted))
                theta, psi = path.T
                if game is BILINEAR and method == "simultaneous":
                    square = theta**2 + psi**2
                    spiral[h] = square[1:] / square[:-1]
                if game is BILINEAR and method == "alternating":
                    invariants[h] = theta**2 + psi**2 + h * theta * psi
        tick(0.25 * (done + 1))

    def radius(method: str, gamma: float = 0.0) -> Callable[[float], float]:
        game = BILINEAR if method in ("extragradient", "optimistic") else DIRAC
        return lambda h: float(np.abs(eigenvalues(game, method, h, gamma)).max())

    limits = {
        "extragradient": _bisect(radius("extragradient"), 0.3, 1.9),
        "optimistic": _bisect(radius("optimistic"), 0.2, 1.0),
        "alternating": DIRAC.slope * _bisect(radius("alternating"), 1.0, 9.0),
        # 0.3: the rotation sets the limit; 1.2: the penalty itself does
        "r1 0.3": _bisect(radius("r1", 0.3), 0.2, 5.0),
        "r1 1.2": _bisect(radius("r1", 1.2), 0.2, 5.0),
    }
    flows = {game.name: flow(game, FLOW_START, FLOW_DT, FLOW_STEPS) for game in GAMES}
    product = np.prod(flows[CREEPING], axis=1)
    tick(0.9)
    return Measured(
        tuple(points),
        spiral,
        invariants,
        limits,
        {name: np.sum(path**2, axis=1) for name, path in flows.items()},
        _running_integral(2 * product * np.tanh(product / 2)),
        shown_paths(),
    )


def shown_paths() -> dict[str, Array]:
    """The paths of the Dirac-GAN that are drawn and recorded: method -> (SHOWN_STEPS + 1, 2)."""
    from gantheory.dynamics.two_player import DIRAC, METHODS, trajectories

    return {
        method: trajectories(DIRAC, method, SHOWN_START, [SHOWN_STEP], SHOWN_STEPS, GAMMA)[0]
        for method in METHODS
    }


def _bisect(radius: Callable[[float], float], low: float, high: float) -> float:
    """The step size between a stable and an unstable one at which stability ends."""
    assert radius(low) <= 1 + 1e-12 < radius(high)
    for _ in range(45):
        middle = (low + high) / 2
        # eigenvalues that meet at -1 split like a square root, so their rounding is one, too
        low, high = (low, middle) if radius(middle) > 1 + 1e-7 else (middle, high)
    return low


def _running_integral(rate: Array) -> Array:
    """Simpson's rule from 0 to every second time, over `FLOW_DT`-spaced values."""
    pieces = (rate[:-2:2] + 4 * rate[1::2] + rate[2::2]) * FLOW_DT / 3
    return np.concatenate([[0.0], np.cumsum(pieces)])


def distance(found: npt.NDArray[Any], wanted: npt.NDArray[Any]) -> float:
    """The largest distance from any of one set of eigenvalues to the nearest of the other."""
    apart = np.abs(np.asarray(found)[:, None] - np.asarray(wanted)[None, :])
    return float(max(apart.min(axis=0).max(), apart.min(axis=1).max()))


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold the measurements against a theory."""
    checks = []
    for method, claim in CLAIMS.items():
        mine = [point for point in data.points if point.method == method]
        wanted = [theory.step(method, p.slope, p.h, GAMMA) for p in mine]
        # two equal eigenvalues of a defective matrix would move by sqrt(2e-16): none meet here
        checks.append(
            Check(
                f"{method}: eigenvalues by autodiff - closed form, largest of {len(mine)}", 0.0,
                "=", max(distance(p.differentiated, w) for p, w in zip(mine, wanted, strict=True)),
                1e-7, claim, "rounding; its square root where two eigenvalues are close",
            )
        )  # fmt: skip
        checks.append(
            Check(
                f"{method}: spiral factor of trajectories - closed form, largest", 0.0, "=",
                max(
                    abs(np.abs(p.fitted).max() - np.abs(w).max())
                    for p, w in zip(mine, wanted, strict=True)
                ),
                1e-6, claim,
                f"start at radius {RADIUS:g}, at most 200 times that later: curvature is 4e-8 of "
                "the motion; the rest is room for the fit's condition",
            )
        )  # fmt: skip
    for h in (STEP_SIZES[0], STEP_SIZES[-1]):
        wanted_factor = float(np.abs(theory.step("simultaneous", 1.0, h, 0.0)).max() ** 2)
        checks.append(
            Check(
                f"bilinear, h = {h:g}: radius^2 per step, farthest from theory", wanted_factor,
                "=", float(_farthest(data.spiral[h], wanted_factor)), 1e-12, "D1", "rounding",
            )
        )  # fmt: skip
    checks.append(
        Check(
            "bilinear, alternating: change of the invariant, relative", 0.0, "=",
            max(float(np.ptp(v) / v[0]) for v in data.invariants.values()), 1e-11, "D2", "rounding",
        )
    )  # fmt: skip
    small, large = (min(theory.r1_limits(gamma, 0.5)) for gamma in (0.3, 1.2))
    for name, limit, claim in (
        ("extragradient", theory.extragradient_limit, "D3"),
        ("optimistic", theory.optimistic_limit, "D3"),
        ("alternating", theory.alternating_limit, "D8"),
        ("r1 0.3", small, "D7"),
        ("r1 1.2", large, "D7"),
    ):
        # D7's bounds are sufficient: beyond hc^2 = gamma it is unstable, 2/gamma is on the way
        relation = ">=" if name == "r1 1.2" else "="
        checks.append(
            Check(
                f"{name}: step size at which stability ends", limit, relation, data.limits[name],
                1e-5, claim, "bisection to a spectral radius of 1 + 1e-7",
            )
        )  # fmt: skip
    checks += _flow_checks(data, theory)
    return checks


def _farthest(values: Array, wanted: float) -> float:
    return float(values[np.argmax(np.abs(values - wanted))])


def _flow_checks(data: Measured, theory: Theory) -> list[Check]:
    because = "Runge-Kutta of order 4 at dt = 0.01: 40 time units times dt^4, and rounding"
    checks = [
        Check(
            f"flow of the {name}: change of theta^2 + psi^2", 0.0, "=",
            float(np.abs(squares - squares[0]).max()), 1e-7, "D5", because,
        )
        for name, squares in data.flow_squares.items()
        if name != CREEPING
    ]  # fmt: skip
    creeping = data.flow_squares[CREEPING]
    lost = data.flow_loss if theory.creeps else np.zeros_like(data.flow_loss)
    checks.append(
        Check(
            "non-saturating flow: loss of theta^2 + psi^2 - its integrated rate", 0.0, "=",
            float(np.abs(creeping[0] - creeping[::2] - lost).max()), 1e-7, "D5", because,
        )
    )  # fmt: skip
    half = len(creeping) // 2
    early, late = np.log(creeping[0] / creeping[half]), np.log(creeping[half] / creeping[-1])
    checks.append(
        Check(
            "non-saturating flow: exponential rate of the 2nd half over the 1st", 1.0, "<=",
            float(late / early), 0.0, "D5", "slower than exponential: the rate must fall",
        )
    )  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: paths of the Dirac-GAN. Right: factor per step by step size."""
    left, right = panels(figure)
    for look, method in zip(LOOKS, ("simultaneous", "alternating", "r1"), strict=False):
        theta, psi = data.shown[method].T
        left.plot(theta, psi, color=look.color, linestyle=look.linestyle, lw=1.2, label=method)
    left.plot(*SHOWN_START, "o", color=THEORY.color, ms=4)
    left.plot(0, 0, "+", color=THEORY.color, ms=9)
    left.set_aspect("equal")
    left.set(xlim=(-2.6, 2.6), ylim=(-3.0, 2.0))  # room for the legend
    left.set(xlabel=r"generator $\theta$", ylabel=r"discriminator $\psi$", title="Dirac-GAN")
    legend(left)
    fine = np.linspace(0.02, 1.2, 100)
    for look, method in zip(LOOKS, CLAIMS, strict=True):
        curve = [np.abs(closed_form(method, 0.5, h, GAMMA)).max() for h in fine]
        right.plot(fine, curve, color=look.color, linestyle=look.linestyle, lw=1)
        mine = [p for p in data.points if p.method == method and p.game == "Dirac-GAN"]
        right.plot(
            [p.h for p in mine], [np.abs(p.fitted).max() for p in mine], look.marker,
            color=look.color, ms=4.5, label=method,
        )  # fmt: skip
    right.axhline(1, color=THEORY.color, lw=0.6)
    right.set(
        xlabel="step size h",
        ylabel="factor per step",
        title="closed form (lines), fitted (marks)",
    )
    legend(right, size=7.5)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    ends = {m: float(np.hypot(*path[-1]) / np.hypot(*path[0])) for m, path in data.shown.items()}
    return (
        f"Two panels. Left: paths of the Dirac-GAN from theta = {SHOWN_START[0]} over "
        f"{SHOWN_STEPS} steps of {SHOWN_STEP}: simultaneous steps spiral out to "
        f"{ends['simultaneous']:.2f} times the distance, alternating ones stay on an orbit "
        f"({ends['alternating']:.2f}), with R1 they spiral in ({ends['r1']:.3f}). Right: factor on "
        "the distance per step against the step size for six methods; marks fitted to "
        "trajectories lie on the closed forms; simultaneous is above 1, alternating at 1, "
        "extragradient, optimistic, R1 and consensus below 1 for small steps."
    )


def record(data: Measured, folder: str, seed: int) -> None:
    """Write a recording of kind "two_player": the paths shown, and the field around them."""
    record_paths(data.shown, folder, seed)


def record_paths(shown: dict[str, Array], folder: str, seed: int) -> None:
    """Write `shown_paths` as a recording; nothing of them depends on the seed."""
    from gantheory.dynamics.two_player import DIRAC, vector_field
    from gantheory.recording import write_recording

    methods = list(shown)
    paths = np.stack([shown[method] for method in methods])
    reach = 1.1 * float(np.abs(paths).max())
    grid = np.linspace(-reach, reach, 25)
    field_theta, field_psi = vector_field(DIRAC, grid, grid)
    arrays = {
        "step": np.arange(SHOWN_STEPS + 1),
        "theta": paths[:, :, 0],
        "psi": paths[:, :, 1],
        "grid_theta": grid,
        "grid_psi": grid,
        "field_theta": field_theta,
        "field_psi": field_psi,
    }
    config = {
        "game": DIRAC.name,
        "methods": methods,
        "h": SHOWN_STEP,
        "gamma": GAMMA,
        "start": list(SHOWN_START),
    }
    write_recording(folder, "two_player", config, seed, arrays)


def _with(method: str, eigenvalues: Callable[[float, float, float], Any]) -> Theory:
    """A false theory that differs in one method."""

    def step(name: str, c: float, h: float, gamma: float) -> Any:
        return eigenvalues(c, h, gamma) if name == method else closed_form(name, c, h, gamma)

    return Theory(step=step)


RUN = TheoryRun(
    name="rotation",
    title="Dirac-GAN and bilinear game: spiral factors and eigenvalues",
    claims=("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    record=record,
    theories={
        "proved": Theory(),
        "simultaneous-bounded": _with(
            "simultaneous", lambda c, h, g: np.exp([1j * h * c, -1j * h * c])
        ),
        "alternating-converges": _with(
            "alternating", lambda c, h, g: closed_form("r1", c, h, 0.01 + h * c**2)
        ),
        "r1-halved": _with("r1", lambda c, h, g: closed_form("r1", c, h, g / 2)),
        "optimistic-half": Theory(optimistic_limit=0.5),
        "extragradient-always": Theory(extragradient_limit=1.5),
        "non-saturating-conserves": Theory(creeps=False),
    },
)
