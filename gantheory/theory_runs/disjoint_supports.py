"""Disjoint supports: D becomes perfect and the generator's gradient vanishes; noise brings it back.

Data are uniform on an interval, samples on its translate by theta, farther than its width. Exact
integrals: JSD is log 2 at every such distance, C does not slope in theta (S1). Trained networks: D
reaches accuracy 1, and the minimax gradient in theta dies as it does. With Gaussian noise on both
sides (S4) the densities overlap: JSD is below log 2 and slopes, D's accuracy can at most be
(1 + TV)/2 (F7), and the gradient through the trained D comes close to the slope of C (P4).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.line.densities import Prior
from gantheory.line.divergences import compare
from gantheory.line.pushforward import Pushforward, pushforward
from gantheory.line.quadrature import integrate
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]

#: the data live on [-WIDTH/2, WIDTH/2]; what is trained has samples THETA to the right
WIDTH, THETA = 1.0, 1.5
#: distances at which JSD is integrated; the supports touch at 1
DISTANCES = (4.0, 2.0, 1.5, 1.1, 1.01)
NOISE = 1.0
STEPS, BATCH, UNITS = 1500, 512, 16
#: steps between measurements, points at which a trained D is measured
EVERY, POINTS = 25, 2001
LOG_2 = float(np.log(2))


class Theory(NamedTuple):
    """What is claimed.

    Attributes:
        jsd: of disjoint supports, at any distance.
        noisy_jsd_below: an upper bound that noise on both sides pushes JSD below.
        accuracy_from_variation: whether the best accuracy is (1 + TV)/2, or (1 + JSD)/2 if not.
        gradient_dies: whether the minimax gradient through a winning D vanishes.
    """

    jsd: float = LOG_2
    noisy_jsd_below: float = LOG_2
    accuracy_from_variation: bool = True
    gradient_dies: bool = True


@dataclass(frozen=True)
class Trained:
    """D trained against a fixed generator; index 0 is before any step.

    Attributes:
        accuracy: of D > 1/2 on both halves, by integrals over a fine grid.
        gradient: size of d/dtheta of E log(1 - D(G(z))).
    """

    accuracy: Array
    gradient: Array


@dataclass(frozen=True)
class Measured:
    """Exact integrals and trained networks.

    Attributes:
        jsd: at `DISTANCES` without noise.
        noisy_jsd: at `DISTANCES` with noise.
        noisy_variation: TV at THETA with noise.
        noisy_slope: dC/dtheta at THETA with noise, by the envelope formula.
        slope_by_difference: the same by a central difference of C.
        plain: D trained without noise.
        noisy: D trained with noise on both sides.
    """

    jsd: Array
    noisy_jsd: Array
    noisy_variation: float
    noisy_slope: float
    slope_by_difference: float
    plain: Trained
    noisy: Trained


def measure(seed: int, tick: Tick) -> Measured:
    """Integrate and train (see `Measured`)."""
    jsd = np.array([compare(_uniform(0.0), _uniform(d)).jsd.value for d in DISTANCES])
    noisy = [_noisy_integrals(d) for d in DISTANCES]
    here, step = _noisy_integrals(THETA), 1e-4
    difference = _noisy_integrals(THETA + step)[0] - _noisy_integrals(THETA - step)[0]
    tick(0.2)
    plain = _train(seed, 0.0)
    tick(0.6)
    return Measured(
        jsd,
        np.array([found[0] for found in noisy]),
        here[1],
        here[2],
        # C = 2 JSD - log 4
        2 * difference / (2 * step),
        plain,
        _train(seed, NOISE),
    )


def _uniform(theta: float) -> Pushforward:
    """Uniform on an interval of WIDTH around theta: z uniform on [-1, 1], x = theta + WIDTH z/2."""
    return pushforward(
        Prior("uniform"), lambda z: (theta + WIDTH / 2 * z, np.full_like(z, WIDTH / 2))
    )


def noisy_density(x: Array, theta: float) -> Array:
    """Density of the uniform law around theta after Gaussian noise of deviation `NOISE`."""
    # on the left side of the symmetric density, where differences of small numbers keep digits
    left = -np.abs(x - theta)
    up, down = (special.ndtr((left + side * WIDTH / 2) / NOISE) for side in (1, -1))
    return np.asarray((up - down) / WIDTH)


def _noisy_integrals(theta: float) -> tuple[float, float, float]:
    """JSD and TV with noise, and dC/dtheta = -integral of (dg/dx) log(1 - D*) (P4)."""

    def integrand(x: Array) -> Array:
        p, g = noisy_density(x, 0.0), noisy_density(x, theta)
        log_m = np.log((p + g) / 2)
        log_2p, log_2g = np.log(p) - log_m, np.log(g) - log_m
        edges = [(x - theta + side * WIDTH / 2) / NOISE for side in (1, -1)]
        slope = np.exp(-(edges[0] ** 2) / 2) - np.exp(-(edges[1] ** 2) / 2)
        slope /= WIDTH * NOISE * np.sqrt(2 * np.pi)
        return np.stack([(p * log_2p + g * log_2g) / 2, np.abs(p - g) / 2, -slope * log_2g])

    panels_at = np.unique(np.append(np.linspace(-8, theta + 8, 60), theta / 2))
    jsd, variation, slope = integrate(integrand, panels_at)
    return jsd.value, variation.value, slope.value


def _train(seed: int, noise: float) -> Trained:
    """Train D on real networks, and measure accuracy and gradient on a fine grid."""
    import jax
    import jax.numpy as jnp
    import optax

    from gantheory.games import GAMES
    from gantheory.training.algorithm1 import TrainState, algorithm1
    from gantheory.training.networks import Dense, mlp

    # the generator is x = theta + WIDTH z / 2: one layer of one unit, its bias is theta
    generator = mlp(1, (), 1, "linear")
    assert generator.layers == (Dense(1),)
    discriminator = mlp(1, (UNITS, UNITS), 1, "tanh")
    algorithm = algorithm1(
        generator=generator,
        discriminator=discriminator,
        game=GAMES["minimax"],
        noise=lambda key, n: _spread(key, (n, 1), noise),
        batch=BATCH,
        generator_optimizer=optax.sgd(0.0),
        discriminator_optimizer=optax.sgd(0.3),
    )
    z = np.linspace(-1, 1, POINTS)
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    shifts = noise * nodes if noise else np.zeros(1)
    share = weights / weights.sum() if noise else np.ones(1)
    # z with noise folded in, so that theta + WIDTH z / 2 is a noisy sample; noise 0 keeps z
    points = jnp.asarray((z[:, None] + 2 / WIDTH * shifts[None, :]).reshape(-1, 1), jnp.float32)
    mass = jnp.asarray((np.full((POINTS, 1), 1 / POINTS) * share[None, :]).ravel(), jnp.float32)

    def seen(state: TrainState) -> tuple[jax.Array, jax.Array]:
        def loss(params: Any) -> tuple[jax.Array, jax.Array]:
            logits = discriminator.apply(state.discriminator, generator.apply(params, points))[:, 0]
            return -jnp.sum(mass * jax.nn.softplus(logits)), logits

        gradient, fake = jax.grad(loss, has_aux=True)(state.generator)
        real = discriminator.apply(state.discriminator, WIDTH / 2 * points)[:, 0]
        right = jnp.sum(mass, where=real > 0) + jnp.sum(mass, where=fake < 0)
        return right / 2, jnp.abs(gradient[0]["bias"][0])

    @jax.jit
    def run(key: jax.Array) -> Any:
        start_key, run_key = jax.random.split(key)
        state = algorithm.init(start_key)
        moved = {
            "weight": jnp.full((1, 1), WIDTH / 2, jnp.float32),
            "bias": jnp.full(1, THETA, jnp.float32),
        }
        state = state._replace(generator=(moved,))

        def one(state: TrainState, key: jax.Array) -> tuple[TrainState, None]:
            data_key, step_key = jax.random.split(key)
            real = WIDTH / 2 * _spread(data_key, (BATCH, 1), noise)
            return algorithm.discriminator_step(step_key, state, real)[0], None

        def chunk(state: TrainState, keys: jax.Array) -> Any:
            return jax.lax.scan(one, state, keys)[0], seen(state)

        keys = jax.random.split(run_key, STEPS + EVERY).reshape(-1, EVERY)
        return jax.lax.scan(chunk, state, keys)[1]

    accuracy, gradient = jax.device_get(run(jax.random.key(seed)))
    return Trained(np.asarray(accuracy, np.float64), np.asarray(gradient, np.float64))


def _spread(key: Any, shape: tuple[int, ...], noise: float) -> Any:
    """Draw z uniform on [-1, 1], plus the noise that makes WIDTH z / 2 noisy by `noise`."""
    import jax
    import jax.numpy as jnp

    z_key, noise_key = jax.random.split(key)
    z = jax.random.uniform(z_key, shape, jnp.float32, -1.0, 1.0)
    return z + 2 / WIDTH * noise * jax.random.normal(noise_key, shape, jnp.float32)


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold integrals and networks against a theory."""
    quadrature = "the quadrature aims at 1e-10"
    here = DISTANCES.index(THETA)
    overlap = (
        data.noisy_variation if theory.accuracy_from_variation else float(data.noisy_jsd[here])
    )
    best, slope = (1 + overlap) / 2, abs(data.noisy_slope)
    checks = [
        Check(
            f"JSD of supports {d - WIDTH:.2g} apart", theory.jsd, "=", float(jsd), 1e-8, "S1",
            quadrature,
        )
        for d, jsd in zip(DISTANCES, data.jsd, strict=True)
    ]  # fmt: skip
    checks += [
        Check(
            f"the same with noise {NOISE:g} on both sides", theory.noisy_jsd_below, "<=",
            float(jsd), -1e-3, "S4", "strictly below: by 1e-3 at least",
        )
        for jsd in data.noisy_jsd
    ]  # fmt: skip
    checks += [
        Check(
            "dC/dtheta with noise: envelope formula - difference quotient", 0.0, "=",
            data.noisy_slope - data.slope_by_difference, 1e-5, "P4",
            "1e-10 of quadrature over 2e-4, and the square of 1e-4",
        ),
        Check(
            f"accuracy of D after {STEPS} steps, no noise", 1.0, "=",
            float(data.plain.accuracy[-1]), 1e-3, "S1", "one point in a thousand of a grid of 2001",
        ),
        Check(
            "generator's gradient without noise, end / largest",
            0.0 if theory.gradient_dies else 1.0, "=",
            float(data.plain.gradient[-1] / data.plain.gradient.max()), 0.1, "S1",
            "logits grow like log(steps) only: what is left after so many is below a tenth",
        ),
        Check(
            "accuracy of D with noise", best, "=", float(data.noisy.accuracy[-1]), 0.01, "F7 S4",
            "D crosses 1/2 within 0.2 of the right place; accuracy is flat there",
        ),
        Check(
            "generator's gradient with noise / slope of C", 1.0, "=",
            float(np.mean(data.noisy.gradient[-8:]) / slope), 0.15, "P4 S4",
            "D's logit is learnt from batches of 512 to about a tenth of its slope; the mean of "
            "eight moments",
        ),
        Check(
            "generator's gradient, with noise / without, at the end", 3.0, ">=",
            float(data.noisy.gradient[-1] / data.plain.gradient[-1]), 0.0, "S4",
            "it comes back: three times what is left without noise, or more",
        ),
    ]  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: accuracy of D. Right: the generator's gradient."""
    left, right = panels(figure)
    steps = EVERY * np.arange(len(data.plain.accuracy))
    for look, run, name in (
        (LOOKS[1], data.plain, "disjoint supports"),
        (LOOKS[0], data.noisy, f"noise {NOISE:g} on both sides"),
    ):
        left.plot(steps, run.accuracy, color=look.color, linestyle=look.linestyle, label=name)
        right.plot(steps, run.gradient, color=look.color, linestyle=look.linestyle, label=name)
    for level in (1.0, (1 + data.noisy_variation) / 2):
        left.axhline(level, color=THEORY.color, linestyle=THEORY.linestyle, lw=0.9)
    left.text(
        steps[-1],
        (1 + data.noisy_variation) / 2 - 0.01,
        "(1 + TV)/2",
        ha="right",
        va="top",
        fontsize=8,
    )
    right.axhline(
        abs(data.noisy_slope), color=THEORY.color, linestyle=THEORY.linestyle, lw=0.9,
        label="slope of C with noise",
    )  # fmt: skip
    left.set(xlabel="discriminator steps", ylabel="accuracy of D", ylim=(0.45, 1.03))
    left.set_title("D wins")
    right.set(xlabel="discriminator steps", ylabel="size of the gradient in $\\theta$")
    right.set_title("what is left for the generator")
    right.set_ylim(bottom=0)
    legend(left)
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    accuracies = data.plain.accuracy[-1], data.noisy.accuracy[-1]
    gradients = data.plain.gradient[-1], data.noisy.gradient[-1]
    return (
        "Two panels against discriminator steps. Left: accuracy of D reaches "
        f"{accuracies[0]:.3f} for disjoint supports; with noise on both sides it stays at "
        f"{accuracies[1]:.3f}, the best possible. Right: the generator's gradient rises and dies "
        f"to {gradients[0]:.3f} for disjoint supports; with noise it settles at "
        f"{gradients[1]:.3f}, near the slope of C, {abs(data.noisy_slope):.3f}."
    )


RUN = TheoryRun(
    name="disjoint-supports",
    title="disjoint supports: a perfect D and no gradient; noise brings it back",
    claims=("S1", "S4", "F7", "P4"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "jsd-vanishes-as-supports-approach": Theory(jsd=0.0),
        "noise-keeps-log-2": Theory(noisy_jsd_below=LOG_2 / 100),
        "accuracy-from-jsd": Theory(accuracy_from_variation=False),
        "gradient-stays": Theory(gradient_dies=False),
    },
)
