"""PacGAN's prediction: a D that judges packs tells a lost mode from a mere tilt.

Two generators at the same total variation from their data; one has lost modes, the other only
tilts the weights. Packs of two move the first away and leave the second where it is (M2): exactly,
in fractions, and as the accuracy that discriminator networks reach on packed samples of a ring of
8 Gaussians, which is at best (1 + TV of packs)/2 (F7). Then GANs are trained on the ring, with and
without packing, from the same seeds, and the modes they end with are counted. Whether training
profits is not what M2 says, so that line is only held to a bound. In short runs it depends: over 8
seeds of 3000 iterations, mean modes without packing and with packs of two were 5.6 and 6.5 of 8 in
the setting below (4.3 and 6.6 over 12 seeds), 4.0 and 3.8 with simultaneous steps, 2.8 and 3.1 with
tanh networks and a D ten times slower than G, 12.5 and 11.5 of 25 on the grid.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.sweep.config import SweepConfig
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]
Weights = tuple[Fraction, ...]

MODES, SPREAD = 8, 0.05
PACKS = (1, 2)
TAUS = (Fraction(1, 8), Fraction(1, 4), Fraction(1, 2))
#: total variation of the pairs that networks are shown
TAU = Fraction(1, 4)
STEPS, BATCH, UNITS, TESTED = 800, 512, 32, 40_000
#: a generator that outruns its discriminator loses modes
TRAINING = SweepConfig(
    seeds=12,
    iterations=3000,
    generator_rate=2e-3,
    discriminator_rate=5e-4,
    measure_every=500,
    samples=1000,
)


class Theory(NamedTuple):
    """Total variation of packs of m from that of single points, tau, for either generator."""

    lost: Callable[[Fraction, int], Fraction] = lambda tau, m: 1 - (1 - tau) ** m
    tilted: Callable[[Fraction, int], Fraction] = lambda tau, m: tau


@dataclass(frozen=True)
class Measured:
    """Exact, learnt and trained.

    Attributes:
        exact: (which generator, tau, m) -> total variation of packs of m, by enumeration.
        accuracy: (which generator, m) -> accuracy of a trained D on fresh packs.
        modes: m -> modes captured by each seed's generator, of `MODES`.
    """

    exact: dict[tuple[str, Fraction, int], Fraction]
    accuracy: dict[tuple[str, int], float]
    modes: dict[int, npt.NDArray[np.int64]]


def pairs(tau: Fraction) -> dict[str, tuple[Weights, Weights]]:
    """Two pairs (p_data, p_g) on `MODES` modes at total variation `tau`, a multiple of 1/8.

    In "lost", p_data is uniform and p_g misses modes of mass tau and keeps the shape of the rest.
    In "tilted", one half of the modes has (1 + tau)/2 of the data and (1 - tau)/2 of the samples.
    """
    half, missing = MODES // 2, int(tau * MODES)
    uniform = (Fraction(1, MODES),) * MODES
    kept = (Fraction(0),) * missing + (Fraction(1, MODES - missing),) * (MODES - missing)
    more, less = (1 + tau) / MODES, (1 - tau) / MODES
    return {
        "lost": (uniform, kept),
        "tilted": ((more,) * half + (less,) * half, (less,) * half + (more,) * half),
    }


def packed_variation(p: Weights, g: Weights, m: int) -> Fraction:
    """Total variation between packs of m points of either law, by enumeration."""
    total = Fraction(0)
    for real, fake in zip(product(p, repeat=m), product(g, repeat=m), strict=True):
        total += abs(_product(real) - _product(fake))
    return total / 2


def _product(factors: Weights) -> Fraction:
    value = Fraction(1)
    for factor in factors:
        value *= factor
    return value


def measure(seed: int, tick: Tick, training: SweepConfig = TRAINING) -> Measured:
    """Enumerate, train discriminators, train GANs (see `Measured`)."""
    exact = {
        (name, tau, m): packed_variation(p, g, m)
        for tau in TAUS
        for name, (p, g) in pairs(tau).items()
        for m in PACKS
    }
    accuracy = {}
    for name, (p, g) in pairs(TAU).items():
        for m in PACKS:
            accuracy[name, m] = _learnt_accuracy(seed, p, g, m)
            tick(0.1 * len(accuracy))
    modes = {}
    for m in PACKS:
        config = replace(training, packing=m, first_seed=seed * training.seeds)
        modes[m] = _modes_captured(config)
        tick(0.4 + 0.3 * len(modes))
    return Measured(exact, accuracy, modes)


def _learnt_accuracy(seed: int, p: Weights, g: Weights, m: int) -> float:
    """Train D on packs of m from two fixed laws on the ring, and test it on fresh ones."""
    import jax
    import jax.numpy as jnp
    import optax

    from gantheory.games import GAMES
    from gantheory.training.networks import mlp

    network, optimizer = mlp(2 * m, (UNITS, UNITS), 1, "relu"), optax.adam(3e-3)
    angles = 2 * np.pi * np.arange(MODES) / MODES
    centres = jnp.asarray(np.stack([np.cos(angles), np.sin(angles)], axis=-1), jnp.float32)
    with np.errstate(divide="ignore"):
        log_p, log_g = (jnp.asarray(np.log(np.array(w, float)), jnp.float32) for w in (p, g))

    def packs(key: jax.Array, log_weights: jax.Array, count: int) -> jax.Array:
        which_key, noise_key = jax.random.split(key)
        which = jax.random.categorical(which_key, log_weights, shape=(count, m))
        noise = jax.random.normal(noise_key, (count, m, 2), jnp.float32)
        return (centres[which] + SPREAD * noise).reshape(count, 2 * m)

    def logits(params: Any, key: jax.Array, count: int) -> tuple[jax.Array, jax.Array]:
        real_key, fake_key = jax.random.split(key)
        real, fake = packs(real_key, log_p, count), packs(fake_key, log_g, count)
        return network.apply(params, real)[:, 0], network.apply(params, fake)[:, 0]

    @jax.jit
    def run(key: jax.Array) -> jax.Array:
        start_key, run_key, test_key = jax.random.split(key, 3)
        params = network.init(start_key)

        def body(state: Any, key: jax.Array) -> Any:
            params, moments = state
            gradient = jax.grad(
                lambda q: GAMES["minimax"].discriminator_loss(*logits(q, key, BATCH))
            )(params)
            updates, moments = optimizer.update(gradient, moments)
            return (optax.apply_updates(params, updates), moments), None

        keys = jax.random.split(run_key, STEPS)
        (params, _), _ = jax.lax.scan(body, (params, optimizer.init(params)), keys)
        real, fake = logits(params, test_key, TESTED)
        right = jnp.mean(jnp.where(real > 0, 1.0, 0.0)) + jnp.mean(jnp.where(fake < 0, 1.0, 0.0))
        return right / 2

    # optax raises the float decay to an integer count, which strict promotion refuses
    with jax.numpy_dtype_promotion("standard"):
        return float(run(jax.random.key(seed)))


def _modes_captured(config: SweepConfig) -> npt.NDArray[np.int64]:
    from gantheory.sweep.records import read_rows
    from gantheory.sweep.run import run_sweep

    with tempfile.TemporaryDirectory(prefix="gantheory-packing-") as folder:
        out = Path(folder) / "sweep"
        run_sweep(config, out, watch=lambda *seen: None)
        rows = read_rows(out)
    # a seed that diverged has captured nothing
    return np.array([row["modes_captured"] or 0 for row in rows])


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold enumeration and networks against a theory."""
    claims = {"lost": theory.lost, "tilted": theory.tilted}
    worst = {
        name: max(
            (
                abs(float(found - claims[name](tau, m)))
                for (which, tau, m), found in data.exact.items()
                if which == name
            )
        )
        for name in claims
    }
    checks = [
        Check(
            f"{name}: TV of packs by enumeration - theory, largest over tau and m", 0.0, "=",
            worst[name], 0.0, "M2", "exact fractions",
        )
        for name in claims
    ]  # fmt: skip
    for (name, m), accuracy in data.accuracy.items():
        checks.append(
            Check(
                f"{name}: accuracy of D on packs of {m}, TV = {TAU}",
                float((1 + claims[name](TAU, m)) / 2), "=", accuracy, 0.015, "M2 F7",
                f"{2 * TESTED} fresh packs: standard error 0.0018; the rest for what training "
                "leaves; 0.047 apart with and without packing where modes are lost",
            )
        )  # fmt: skip
    gain = data.modes[2] - data.modes[1]
    error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
    checks.append(
        Check(
            f"GANs: modes captured with packing - without, mean of {len(gain)} seeds", 0.0, ">=",
            float(gain.mean()), max(4 * error, 0.5), "M2",
            "M2 speaks of D, not of training: packing must not do harm beyond 4 standard errors",
        )
    )  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: accuracy of D on packs. Right: modes captured by seed."""
    from matplotlib.ticker import MaxNLocator

    left, right = panels(figure)
    m = np.array(PACKS)
    for look, name in zip(LOOKS, ("lost", "tilted"), strict=False):
        claim = getattr(Theory(), name)
        wanted = [float((1 + claim(TAU, k)) / 2) for k in PACKS]
        left.plot(m, wanted, color=THEORY.color, linestyle=THEORY.linestyle, lw=1)
        found = [data.accuracy[name, k] for k in PACKS]
        left.plot(m, found, look.marker, color=look.color, ms=7, label=f"modes {name}")
    left.set(
        xlabel="points in a pack", ylabel="accuracy of D", xticks=PACKS, xlim=(0.7, 2.3),
        ylim=(0.58, 0.75), title="theory (dashed), trained D",
    )  # fmt: skip
    legend(left)
    bins = np.arange(MODES + 1)
    for look, (packs, modes), hatch, shift in zip(
        LOOKS, data.modes.items(), ("", "///"), (-0.2, 0.2), strict=False
    ):
        right.bar(
            bins + shift, np.bincount(modes, minlength=MODES + 1), 0.4, color=look.color,
            hatch=hatch, edgecolor="white",
            label=f"packs of {packs}: mean {modes.mean():.1f}" if packs > 1 else
            f"no packing: mean {modes.mean():.1f}",
        )  # fmt: skip
    right.set(xlabel=f"modes captured of {MODES}", ylabel="seeds", title="GANs on the ring")
    right.yaxis.set_major_locator(MaxNLocator(integer=True))
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    lost, tilted = ([data.accuracy[name, m] for m in PACKS] for name in ("lost", "tilted"))
    return (
        "Two panels. Left: accuracy of a discriminator on single points and on pairs; against a "
        f"generator that lost modes it rises from {lost[0]:.3f} to {lost[1]:.3f}, against one that "
        f"tilts the weights it stays, {tilted[0]:.3f} and {tilted[1]:.3f}, both as predicted. "
        "Right: modes captured by trained GANs, seed by seed: mean "
        f"{data.modes[1].mean():.1f} without packing, {data.modes[2].mean():.1f} with."
    )


RUN = TheoryRun(
    name="packing",
    title="PacGAN's prediction: packs tell a lost mode from a tilt",
    claims=("M2", "F7"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "variation-decides": Theory(tilted=lambda tau, m: 1 - (1 - tau) ** m),
        "packing-changes-nothing": Theory(lost=lambda tau, m: tau),
    },
)
