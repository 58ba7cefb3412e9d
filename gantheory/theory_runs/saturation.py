"""How large the generator's gradient is when D wins: minimax against the non-saturating loss.

Early in training: D learns against a generator that has learnt nothing, and after each of its steps
both losses of the generator are differentiated through both networks. By the logit s of a sample
the losses have the slopes -D and -(1 - D) (H1); what the networks do comes on top and is the same
for both, so the ratio of a sample's two gradients is e^(-s), and the minimax gradient of a batch is
at most the mean of D |ds/dtheta|.
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

STEPS, BATCH, UNITS = 250, 128, 32
#: steps of D after which samples are looked at one by one, and how many of them
MOMENTS, SAMPLES = (0, 5, 10, 20, 40, 80, 160, 250), 32
#: where the data are; the generator starts around 0
PLACE = 2.5


def _sigmoid(s: Array) -> Array:
    return 0.5 * (1 + np.tanh(s / 2))


class Theory(NamedTuple):
    """What is claimed of the size of each loss's slope by the logit, as a function of the logit."""

    minimax: Callable[[Array], Array] = _sigmoid
    non_saturating: Callable[[Array], Array] = lambda s: _sigmoid(-s)


@dataclass(frozen=True)
class Measured:
    """Gradients of real networks, float32, norms in float64.

    Attributes:
        d_fake: mean of D(G(z)) over a batch after each step of D, shape (STEPS + 1,).
        norms: of the gradient of the minimax and of the non-saturating loss of a batch in G's
            parameters, shape (STEPS + 1, 2).
        bound: mean over the batch of D |ds/dtheta|, at `MOMENTS`.
        logits: s of single samples at `MOMENTS`, shape (moments * samples,).
        slopes: norm of each sample's gradient of either loss over |ds/dtheta|, shape (.., 2).
    """

    d_fake: Array
    norms: Array
    bound: Array
    logits: Array
    slopes: Array


def measure(seed: int, tick: Tick) -> Measured:
    """Train D, differentiate G (see `Measured`)."""
    import jax
    import jax.numpy as jnp
    import optax

    from gantheory.games import GAMES
    from gantheory.training.algorithm1 import TrainState, algorithm1
    from gantheory.training.networks import mlp

    generator, discriminator = (mlp(2, (UNITS, UNITS), out, "tanh") for out in (2, 1))
    losses = [GAMES[name].generator_loss for name in ("minimax", "non_saturating")]
    algorithm = algorithm1(
        generator=generator,
        discriminator=discriminator,
        game=GAMES["minimax"],
        noise=lambda key, n: jax.random.normal(key, (n, 2), jnp.float32),
        batch=BATCH,
        generator_optimizer=optax.sgd(0.0),
        discriminator_optimizer=optax.sgd(0.1),
    )

    def logits(g_params: Any, d_params: Any, z: jax.Array) -> jax.Array:
        return discriminator.apply(d_params, generator.apply(g_params, z))[:, 0]

    def gradients(state: TrainState, z: jax.Array) -> list[Any]:
        """Of both losses and of the mean logit, in G's parameters, on the batch z."""
        functions = [*losses, jnp.mean]
        return [
            jax.grad(lambda p, f=f: f(logits(p, state.discriminator, z)))(state.generator)
            for f in functions
        ]

    @jax.jit
    def run(key: jax.Array) -> Any:
        start_key, z_key, run_key = jax.random.split(key, 3)
        z = jax.random.normal(z_key, (BATCH, 2), jnp.float32)

        def body(state: TrainState, key: jax.Array) -> Any:
            data_key, step_key = jax.random.split(key)
            real = PLACE / 2**0.5 + 0.5 * jax.random.normal(data_key, (BATCH, 2), jnp.float32)
            seen = logits(state.generator, state.discriminator, z), gradients(state, z)[:2]
            return algorithm.discriminator_step(step_key, state, real)[0], (
                state.discriminator, jnp.mean(jax.nn.sigmoid(seen[0])), seen[1],
            )  # fmt: skip

        state = algorithm.init(start_key)
        _, seen = jax.lax.scan(body, state, jax.random.split(run_key, STEPS + 1))

        def one_by_one(d_params: Any) -> Any:
            here = state._replace(discriminator=d_params)
            single = jax.vmap(lambda one: gradients(here, one[None]))(z)
            return logits(state.generator, d_params, z), single

        chosen = jax.tree.map(lambda leaf: leaf[jnp.asarray(MOMENTS)], seen[0])
        return seen[1], seen[2], jax.lax.map(one_by_one, chosen)

    d_fake, batch, (s, single) = jax.device_get(run(jax.random.key(seed)))
    tick(1.0)
    norms = np.stack([_norms(gradient, 1) for gradient in batch], axis=-1)
    sizes = np.stack([_norms(gradient, 2) for gradient in single], axis=-1)
    s = np.asarray(s, np.float64)
    kept = sizes[:, :SAMPLES]
    return Measured(
        np.asarray(d_fake, np.float64),
        norms,
        (_sigmoid(s) * sizes[..., 2]).mean(axis=1),
        s[:, :SAMPLES].ravel(),
        (kept[..., :2] / kept[..., 2:]).reshape(-1, 2),
    )


def _norms(gradient: Any, leading: int) -> Array:
    """Euclidean norms of gradients whose leaves share `leading` axes; squares in float64."""
    squares = 0.0
    for layer in gradient:
        for leaf in layer.values():
            wide = np.asarray(leaf, np.float64)
            squares = squares + np.square(wide).sum(axis=tuple(range(leading, wide.ndim)))
    return np.asarray(np.sqrt(squares))


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold the gradients against a theory."""
    s = data.logits
    wanted = np.stack([theory.minimax(s), theory.non_saturating(s)], axis=-1)
    relative = np.abs(np.log(data.slopes / wanted))
    ratio = np.log(data.slopes[:, 1] / data.slopes[:, 0])
    float32 = "float32: 6e-8 a rounding, some hundred of them through both networks"
    moments = list(MOMENTS)
    excess = data.norms[moments, 0] / data.bound
    return [
        Check(
            f"minimax: |log(slope / theory)|, largest of {len(s)} samples", 0.0, "=",
            float(relative[:, 0].max()), 1e-3, "H1", float32,
        ),
        Check(
            "non-saturating: |log(slope / theory)|, largest", 0.0, "=",
            float(relative[:, 1].max()), 1e-3, "H1", float32,
        ),
        Check(
            "|log(ratio of gradients) + s|, largest", 0.0, "=",
            float(np.abs(ratio - np.log(wanted[:, 1] / wanted[:, 0])).max()), 1e-3, "H1", float32,
        ),
        Check(
            "minimax: gradient of a batch / mean of D |ds/dtheta|, largest", 1.0, "<=",
            float(excess.max()), 1e-4, "H1", float32,
        ),
        Check(
            f"least of D(G(z)) after {STEPS} steps of D", 0.02, "<=",
            float(_sigmoid(s).min()), 0.0, "H1", "D must win, or saturation is not tested",
        ),
        Check(
            "minimax: gradient at the end / largest", 0.0, "->",
            float(data.norms[-1, 0] / data.norms[:, 0].max()), 0.0, "H1", "a limit: D goes on",
        ),
        Check(
            "minimax / non-saturating gradient at the end", 0.0, "->",
            float(data.norms[-1, 0] / data.norms[-1, 1]), 0.0, "H1", "a limit",
        ),
    ]  # fmt: skip


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: slopes by D(G(z)), closed form and measured. Right: batch gradients along training."""
    left, right = panels(figure)
    fine = np.linspace(-16, 6, 200)
    d = _sigmoid(fine)
    names = "minimax: log(1 - D)", "non-saturating: -log D"
    for look, which, curve, name in zip(LOOKS, (0, 1), (d, 1 - d), names, strict=False):
        left.loglog(d, curve, color=THEORY.color, linestyle=THEORY.linestyle, lw=1)
        left.loglog(
            _sigmoid(data.logits), data.slopes[:, which], look.marker, color=look.color, ms=3.5,
            mfc="none", label=name,
        )  # fmt: skip
        right.semilogy(
            np.arange(STEPS + 1), data.norms[:, which], color=look.color,
            linestyle=look.linestyle, lw=1.5, label=name,
        )  # fmt: skip
    left.set(
        xlabel="D(G(z))", ylabel="size of the slope by the logit",
        title="closed form (dashed), samples",
        xlim=(0.5 * float(_sigmoid(data.logits).min()), 1.2),
        ylim=(0.5 * float(data.slopes.min()), 2.0),
    )  # fmt: skip
    legend(left)
    right.set(
        xlabel="discriminator steps", ylabel="gradient norm", title="gradient of a batch, early"
    )
    legend(right)


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    return (
        "Two panels. Left, on logarithmic scales against D(G(z)): measured slopes of the minimax "
        "loss lie on the line D and vanish to the left, those of the non-saturating loss lie on "
        "1 - D and stay at 1. Right, gradient norm of a batch while D learns: the minimax one "
        f"ends at {data.norms[-1, 0]:.2g}, the non-saturating one at {data.norms[-1, 1]:.2g}, with "
        f"mean D(G(z)) = {data.d_fake[-1]:.2g}."
    )


RUN = TheoryRun(
    name="saturation",
    title="saturating against non-saturating gradient size by D(G(z))",
    claims=("H1",),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    theories={
        "proved": Theory(),
        "non-saturating-vanishes-too": Theory(non_saturating=_sigmoid),
        "minimax-stays": Theory(minimax=lambda s: _sigmoid(-s)),
    },
)
