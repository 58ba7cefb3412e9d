"""The Helvetica scenario: G is trained on while D stands still, and all of p_g runs to one place.

A generator that starts wide, a D that learns from it and is then frozen. In distribution space the
best answer is any law on the points where D is largest, whatever the data are, and mirror steps go
there with log-odds that grow by a constant per step (H7). The trained network does the same as far
as gradients lead it: onto a maximum of D, which may be a local one (P11). p_g is exact, by change
of variables, for as long as the generator's slope can be told from 0 in float64.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.dynamics import mirror
from gantheory.errors import GanTheoryError
from gantheory.line.config import MixtureConfig
from gantheory.line.densities import Prior
from gantheory.line.divergences import compare, log_sigmoid, sigmoid
from gantheory.theory_runs.outcome import Check, TheoryRun, Tick
from gantheory.theory_runs.plotting import LOOKS, THEORY, legend, panels

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = npt.NDArray[np.float64]

CONFIG = MixtureConfig(
    target="unequal",
    slow_motion=(0,),
    slow_motion_k=600,
    slow_motion_frames=1,
    final_rate=1.0,
)
#: the generator starts as x = WIDE z, in standard deviations of the data: D then learns about the
#: whole line, and is largest inside it. Without, it may rise outwards for ever, and G follow.
WIDE = 3.0
UPDATES, EVERY = 800, 8
GRID = np.linspace(-15, 15, 3001)
Z_POINTS, ARROWS = 2000, 41
MIRROR_STEP, MIRROR_STEPS = 0.5, 400
#: p_g counts as exact while less than this of its mass is out of float64's reach
RESOLVED = 1e-3


class Theory(NamedTuple):
    """What is claimed.

    Attributes:
        odds_rate: what log-odds against the best point grow by per unit step, in units of the
            difference of log(1 - D).
        collapses: whether p_g runs to a maximum of D; else to p_data.
    """

    odds_rate: float = 1.0
    collapses: bool = True


@dataclass(frozen=True)
class Measured:
    """A frozen D and what became of p_g; T frames, X grid points, Z arrows.

    Attributes:
        g_updates: shape (T,), updates of G since D was frozen.
        p_data: on `GRID`, shape (X,).
        discriminator: D on `GRID`, shape (X,).
        p_g: on `GRID`, shape (T, X), 0 in frames that are not exact.
        p_g_exact: shape (T,), whether `RESOLVED` held.
        z: shape (Z,), cutting p_z into pieces of equal mass.
        g_of_z: shape (T, Z).
        loss: E log(1 - D(G(z))) in nats, shape (T,).
        std: of G(z), shape (T,).
        jsd: JSD(p_data || p_g) in nats, shape (T,), NaN in frames that are not exact.
        to_maximum: mean distance of G(z) to the nearest local maximum of D, shape (T,).
        odds_growth: mirror steps: growth of log-odds per step and difference of log(1 - D).
        mirror_loss: E log(1 - D) under mirror steps, shape (MIRROR_STEPS + 1,).
    """

    g_updates: npt.NDArray[np.int64]
    p_data: Array
    discriminator: Array
    p_g: Array
    p_g_exact: npt.NDArray[np.bool_]
    z: Array
    g_of_z: Array
    loss: Array
    std: Array
    jsd: Array
    to_maximum: Array
    odds_growth: float
    mirror_loss: Array

    @property
    def best(self) -> float:
        """log(1 - max D) over the grid: the least loss that any p_g there can have."""
        return float(np.log1p(-self.discriminator.max()))


def measure(seed: int, tick: Tick, updates: int = UPDATES) -> Measured:
    """Freeze D and train G (see `Measured`)."""
    import jax
    import jax.numpy as jnp

    from gantheory.line.pushforward import pushforward
    from gantheory.line.run import build_model, in_units_of, networks
    from gantheory.line.scalar_network import scalar_function, scalar_map

    target, prior = CONFIG.check(), Prior(CONFIG.prior)
    model, (generator, discriminator) = build_model(CONFIG), networks(CONFIG)
    keys = jnp.stack([jax.random.key(seed)])
    state = model.start(keys)
    state = state._replace(generator=_wide(state.generator))
    state, _ = model.inner(keys, state, jnp.asarray(0))

    def weights() -> Any:
        """Of G and of D, in units of the data, float64."""
        params = jax.device_get((state.generator, state.discriminator))
        return in_units_of(target, *jax.tree.map(lambda leaf: leaf[0], params))

    logit = scalar_function(discriminator, weights()[1])
    on_grid = sigmoid(logit(GRID))
    inner = (on_grid[1:-1] > on_grid[:-2]) & (on_grid[1:-1] >= on_grid[2:])
    maxima = GRID[1:-1][inner] if inner.any() else GRID[[int(np.argmax(on_grid))]]
    z = prior.quantile((np.arange(Z_POINTS) + 0.5) / Z_POINTS)
    arrows = np.linspace(0, Z_POINTS - 1, ARROWS).round().astype(int)
    frames: list[dict[str, Any]] = []
    for done in range(updates + 1):
        if done % EVERY == 0:
            mapping = scalar_map(generator, weights()[0])
            x, _ = mapping(z)
            frame = {
                "g_of_z": x[arrows],
                "loss": float(log_sigmoid(-logit(x)).mean()),
                "std": float(x.std()),
                "to_maximum": float(np.abs(x[:, None] - maxima).min(axis=1).mean()),
                "p_g": np.zeros_like(GRID),
                "p_g_exact": False,
                "jsd": np.nan,
            }
            try:
                p_g = pushforward(prior, mapping)
                if p_g.unresolved < RESOLVED:
                    density = p_g.pdf(GRID)
                    # a grid point exactly on a fold: the density there is infinite
                    density[np.isinf(density)] = 0.0
                    jsd = compare(target, p_g).jsd.value
                    frame |= {"p_g": density, "p_g_exact": True, "jsd": jsd}
            except GanTheoryError:
                pass  # G is constant in float64: there is no density any more
            frames.append(frame)
            tick(0.9 * done / updates)
        state = model.generator_step(keys, state)
    start = np.maximum(frames[0]["p_g"], 1e-12)
    growth, mirror_loss = _mirror_flow(start, logit(GRID))
    columns = {name: np.array([frame[name] for frame in frames]) for name in frames[0]}
    return Measured(
        g_updates=np.arange(0, updates + 1, EVERY),
        p_data=target.pdf(GRID),
        discriminator=on_grid,
        z=z[arrows],
        odds_growth=growth,
        mirror_loss=mirror_loss,
        **columns,
    )


def _wide(params: Any) -> Any:
    """A generator's parameters, those of its last layer fitted to x = WIDE z; leading axis 1."""
    import jax.numpy as jnp

    first, last = params
    z = np.linspace(-4, 4, 201)[:, None]
    hidden = np.tanh(z @ np.asarray(first["weight"][0]) + np.asarray(first["bias"][0]))
    # a little ridge: without it the weights cancel each other and training moves them wildly
    design = np.vstack([hidden, 0.1 * np.eye(hidden.shape[1])])
    wanted = np.concatenate([WIDE * z[:, 0], np.zeros(hidden.shape[1])])
    weight = np.linalg.lstsq(design, wanted, rcond=None)[0]
    bias = jnp.zeros_like(last["bias"])
    return first, {"weight": jnp.asarray(weight[None, :, None], jnp.float32), "bias": bias}


def _mirror_flow(start: Array, logits: Array) -> tuple[float, Array]:
    """Mirror steps on the grid against a frozen D.

    Returns:
        The growth of log-odds against the best point, per step and unit of the difference of
        log(1 - D): its value farthest from 1 over grid points and steps; and the losses.
    """
    log_one_minus_d = log_sigmoid(-logits)
    log_g = mirror.normalised(np.log(start))
    best = int(np.argmin(log_one_minus_d))
    gain = log_one_minus_d - log_one_minus_d[best]
    tellable = gain > 1e-3  # where the growth is more than rounding
    losses, worst = [float(np.exp(log_g) @ log_one_minus_d)], 1.0
    for _ in range(MIRROR_STEPS):
        after = mirror.mirror_step(log_g, log_one_minus_d, MIRROR_STEP)
        grown = (after[best] - after) - (log_g[best] - log_g)
        rate = (grown / MIRROR_STEP)[tellable] / gain[tellable]
        worst = max(worst, float(rate[np.argmax(np.abs(rate - 1))]), key=lambda r: abs(r - 1))
        log_g = after
        losses.append(float(np.exp(log_g) @ log_one_minus_d))
    return worst, np.array(losses)


def judge(data: Measured, theory: Theory) -> list[Check]:
    """Hold both ways of collapsing against a theory."""
    exact = np.flatnonzero(data.p_g_exact)
    last = int(exact[-1])
    ends = "gradient steps of Adam at a constant rate go on moving it about by 0.01 or so"
    checks = [
        Check(
            "mirror steps: growth of log-odds per step and difference of log(1 - D)",
            theory.odds_rate, "=", data.odds_growth, 1e-6, "H7",
            "log p_g of up to 1000 is rounded to 1e-13, differences of log(1 - D) are 1e-3 or more",
        ),
        Check(
            "mirror steps: E log(1 - D) at the end - log(1 - max D)", 0.0, "=",
            float(data.mirror_loss[-1] - data.best), 0.01, "H7",
            "a law at temperature 1/(eta t) around the maximum is half of that above it: 0.0025",
        ),
        Check(
            "network: least of E log(1 - D(G(z))) - log(1 - max D)", 0.0, ">=",
            float(data.loss.min() - data.best), 1e-4, "H7",
            "D is searched on a grid of spacing 0.01 on [-15, 15]",
        ),
    ]  # fmt: skip
    if theory.collapses:
        checks += [
            Check(
                "network: spread of G(z), end / start", 0.05, "<=",
                float(data.std[-1] / data.std[0]), 0.0, "H7", f"collapsed; {ends}",
            ),
            Check(
                "network: mean distance of G(z) to a local maximum of D at the end", 0.0, "=",
                float(data.to_maximum[-1]), 0.1, "H7 P11", ends,
            ),
            Check(
                "network: JSD(p_data || p_g), last exact frame", 0.5, ">=", float(data.jsd[last]),
                0.0, "H7", "not p_data: towards log 2 = 0.69, that of a point",
            ),
        ]  # fmt: skip
    else:
        checks.append(
            Check(
                "network: JSD(p_data || p_g), last exact frame", 0.0, "=", float(data.jsd[last]),
                0.1, "H7", "as for the true theory",
            )
        )  # fmt: skip
    checks.append(
        Check(
            "network: E log(1 - D(G(z))) at the end - log(1 - max D)", 0.0, "->",
            float(data.loss[-1] - data.best), 0.0, "H7", "a limit, if the maximum is the highest",
        )
    )  # fmt: skip
    return checks


def draw(figure: "FigureBase", data: Measured) -> None:
    """Left: p_g at some moments over D and p_data. Right: paths of samples."""
    left, right = panels(figure)
    left.plot(
        GRID, data.p_data, color=THEORY.color, linestyle=THEORY.linestyle, lw=1.2,
        label=r"$p_{data}$",
    )  # fmt: skip
    left.plot(GRID, data.discriminator, color=LOOKS[0].color, lw=1.6, label="D, frozen")
    for look, frame in zip((LOOKS[2], LOOKS[3]), _moments(data), strict=False):
        left.plot(
            GRID, data.p_g[frame], color=look.color, linestyle=look.linestyle, lw=1.3,
            label=rf"$p_g$ after {data.g_updates[frame]} updates",
        )  # fmt: skip
    left.set(xlabel="x", ylim=(0, 1.5), xlim=(-6, 6), title="D stands still")
    legend(left, size=7.5)
    right.plot(data.g_updates, data.g_of_z, color=LOOKS[2].color, lw=0.6, alpha=0.8)
    highest = GRID[int(np.argmax(data.discriminator))]
    right.axhline(highest, color=LOOKS[0].color, lw=1, linestyle=LOOKS[1].linestyle)
    right.text(
        data.g_updates[-1], highest + 1.5, "argmax D", va="bottom", ha="right", fontsize=8.5,
        color=LOOKS[0].color,
    )  # fmt: skip
    right.set(xlabel="generator updates", ylabel="G(z)", title="every z goes to one x")


def _moments(data: Measured) -> tuple[int, int]:
    """The first frame, and the first exact one with the spread down to a quarter."""
    narrow = np.flatnonzero(data.p_g_exact & (data.std < data.std[0] / 4))
    return 0, int(narrow[0]) if narrow.size else len(data.std) - 1


def describe(data: Measured) -> str:
    """Alternative text of the figure."""
    return (
        "Two panels. Left: the data's density, the frozen discriminator, and p_g, wide at first, "
        "later a narrow peak under a maximum of D. Right: images G(z) of "
        f"{ARROWS} values of z against generator updates; all run to the same x, "
        f"{np.median(data.g_of_z[-1]):.2f}, and their spread falls from {data.std[0]:.2f} to "
        f"{data.std[-1]:.3f}."
    )


def record(data: Measured, folder: str, seed: int) -> None:
    """Write a recording of kind "helvetica"."""
    from gantheory.line.frames import P_G_METHOD
    from gantheory.recording import write_recording

    arrays: dict[str, npt.NDArray[Any]] = {
        "g_updates": data.g_updates,
        "x": GRID,
        "p_data": data.p_data,
        "discriminator": data.discriminator,
        "p_g": data.p_g,
        "p_g_exact": data.p_g_exact.astype(np.int8),
        "z": data.z,
        "g_of_z": data.g_of_z,
        "loss": data.loss,
        "std": data.std,
    }
    config = replace(CONFIG, seed=seed)
    note = f"{P_G_METHOD}; p_g_exact is 0, and p_g filled with 0, where that resolves less than "
    write_recording(
        folder, "helvetica", config, seed, arrays, wide=WIDE,
        p_g_method=f"{note}{1 - RESOLVED:g} of the mass",
    )  # fmt: skip


RUN = TheoryRun(
    name="helvetica",
    title="the Helvetica scenario: D stands still, p_g runs to argmax D",
    claims=("H7", "P11"),
    measure=measure,
    judge=judge,
    draw=draw,
    describe=describe,
    record=record,
    theories={
        "proved": Theory(),
        "odds-grow-half": Theory(odds_rate=0.5),
        "optimum-is-p-data": Theory(collapses=False),
    },
)
