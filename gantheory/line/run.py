"""A 1-D run: Algorithm 1 in jitted scans, then every frame measured exactly and recorded.

Training happens in units in which the data have mean 0 and standard deviation 1, so that one set
of rates suits every mixture; the change of units is then folded into the networks, which act on
the data as they are. C and JSD do not depend on units (claim T6).

Parameters are tiny, so training only keeps copies of them; densities, discriminators and
integrals are computed afterwards, in float64, by `gantheory.line.frames`.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax
from rich.console import Console
from rich.progress import Progress, TaskID

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.line.config import MixtureConfig
from gantheory.line.densities import Mixture1D
from gantheory.line.frames import P_G_METHOD, QUADRATURE, Snapshot, measure
from gantheory.recording import MANIFEST_FILE, write_recording
from gantheory.seeds import check_seed
from gantheory.training.algorithm1 import Algorithm, TrainState, algorithm1, run_chunk
from gantheory.training.networks import Dense, Network, Params, mlp
from gantheory.training.optimizers import linear_ramp, momentum

#: parameters as float64 numpy arrays, layer by layer
Weights = list[dict[str, npt.NDArray[np.float64]]]

#: (frames done, frames in all) -> None
Tick = Callable[[int, int], None]


@dataclass
class Trajectory:
    """The snapshots of one seed, and why they end early if they do."""

    seed: int
    snapshots: list[Snapshot] = field(default_factory=list)
    diverged: str | None = None


class Model(NamedTuple):
    """The jitted pieces of a run, each with a leading axis of seeds."""

    start: Callable[[jax.Array], TrainState]
    chunk: Callable[[jax.Array, TrainState], tuple[TrainState, jax.Array]]
    inner: Callable[[jax.Array, TrainState, jax.Array], tuple[TrainState, jax.Array]]
    generator_step: Callable[[jax.Array, TrainState], TrainState]


def networks(config: MixtureConfig) -> tuple[Network, Network]:
    """The generator and the discriminator of a configuration."""

    def network(hidden: tuple[int, ...], spread: float) -> Network:
        first, *others = mlp(1, hidden, 1, config.activation).layers
        assert isinstance(first, Dense)
        return Network(1, (replace(first, weight_range=spread), *others))

    return (
        network(config.generator_hidden, config.generator_spread),
        network(config.discriminator_hidden, config.discriminator_spread),
    )


def _start(algorithm: Algorithm, config: MixtureConfig, key: jax.Array) -> TrainState:
    """The first state: biases spread in the first layers, and p_g displaced by the offset."""
    state = algorithm.init(key)

    def spread(params: Params, key: jax.Array, limit: float, shift: float) -> Params:
        bias = jax.random.uniform(key, params[0]["bias"].shape, jnp.float32, -limit, limit)
        moved = {**params[-1], "bias": params[-1]["bias"] + shift}
        return ({**params[0], "bias": bias}, *params[1:-1], moved)

    g_key, d_key = jax.random.split(jax.random.fold_in(key, 1))
    return state._replace(
        generator=spread(state.generator, g_key, config.generator_spread, config.offset),
        discriminator=spread(state.discriminator, d_key, config.discriminator_spread, 0.0),
    )


def sampler(mixture: Mixture1D) -> Callable[[jax.Array, tuple[int, ...]], jax.Array]:
    """A function (key, shape) -> float32 points from the mixture, for use inside jit."""
    log_weights = jnp.log(jnp.asarray(mixture.weights, jnp.float32))
    means = jnp.asarray(mixture.means, jnp.float32)
    stds = jnp.asarray(mixture.stds, jnp.float32)

    def sample(key: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        which_key, noise_key = jax.random.split(key)
        which = jax.random.categorical(which_key, log_weights, shape=shape)
        return means[which] + stds[which] * jax.random.normal(noise_key, shape, jnp.float32)

    return sample


def build_model(config: MixtureConfig) -> Model:
    """Build Algorithm 1 for a configuration, and jit it over seeds."""
    target = sampler(config.check().standardised())
    generator, discriminator = networks(config)
    algorithm = algorithm1(
        generator=generator,
        discriminator=discriminator,
        game=GAMES[config.game],
        noise=_noise(config),
        batch=config.batch,
        generator_optimizer=_optimizer(config, config.generator_rate, 1),
        discriminator_optimizer=_optimizer(config, config.discriminator_rate, config.k),
    )

    def chunk(key: jax.Array, state: TrainState) -> tuple[TrainState, jax.Array]:
        def minibatch(key: jax.Array, _: jax.Array) -> jax.Array:
            return target(key, (config.k, config.batch, 1))

        state, infos = run_chunk(algorithm, minibatch, key, state, jnp.arange(config.record_every))
        return state, infos.value

    def inner(key: jax.Array, state: TrainState, part: jax.Array) -> tuple[TrainState, jax.Array]:
        return _inner_updates(algorithm, target, config, key, state, part)

    return Model(
        start=_jit(jax.vmap(lambda key: _start(algorithm, config, jax.random.fold_in(key, 0)))),
        chunk=_jit(jax.vmap(chunk)),
        inner=_jit(jax.vmap(inner, in_axes=(0, 0, None))),
        generator_step=_jit(jax.vmap(_lone_generator_step(algorithm))),
    )


def _jit(function: Callable[..., Any]) -> Callable[..., Any]:
    """Jit with light optimisation: here compiling takes longer than running, at any level."""
    jitted: Callable[..., Any] = jax.jit(
        function, compiler_options={"xla_backend_optimization_level": 1}
    )
    return jitted


def _noise(config: MixtureConfig) -> Callable[[jax.Array, int], jax.Array]:
    if config.prior == "uniform":
        return lambda key, n: jax.random.uniform(key, (n, 1), jnp.float32, -1.0, 1.0)
    return lambda key, n: jax.random.normal(key, (n, 1), jnp.float32)


def _optimizer(config: MixtureConfig, rate: float, per_iteration: int) -> Any:
    updates = config.iterations * per_iteration
    schedule = linear_ramp(rate, config.final_rate * rate, 0, updates)
    if config.optimizer == "momentum":
        return momentum(schedule, config.momentum)
    adam = optax.adam(schedule, b1=config.momentum)

    def update(*args: Any) -> Any:
        # optax raises the float decay to an integer count, which strict promotion refuses
        with jax.numpy_dtype_promotion("standard"):
            return adam.update(*args)

    return optax.GradientTransformation(adam.init, update)


def _inner_updates(
    algorithm: Algorithm,
    target: Callable[[jax.Array, tuple[int, ...]], jax.Array],
    config: MixtureConfig,
    key: jax.Array,
    state: TrainState,
    part: jax.Array,
) -> tuple[TrainState, jax.Array]:
    """One frame's share of a slow-motion inner loop: updates of D alone, on fresh minibatches."""
    count = config.slow_motion_k // config.slow_motion_frames
    # 1 keeps these draws apart from the ordinary iterations', which use the iteration alone
    key = jax.random.fold_in(jax.random.fold_in(key, 1), state.iteration)
    keys = jax.random.split(jax.random.fold_in(key, part), count)

    def body(state: TrainState, key: jax.Array) -> tuple[TrainState, jax.Array]:
        data_key, step_key = jax.random.split(key)
        real = target(data_key, (config.slow_motion_batch, 1))
        state, info = algorithm.discriminator_step(step_key, state, real)
        return state, info.value

    return jax.lax.scan(body, state, keys)


def _lone_generator_step(
    algorithm: Algorithm,
) -> Callable[[jax.Array, TrainState], TrainState]:
    """The generator update that ends a slow-motion iteration."""

    def step(key: jax.Array, state: TrainState) -> TrainState:
        key = jax.random.fold_in(jax.random.fold_in(key, 2), state.iteration)
        state = algorithm.generator_step(key, state)
        return state._replace(iteration=state.iteration + 1)

    return step


def train(
    config: MixtureConfig, seeds: Sequence[int], tick: Tick | None = None
) -> list[Trajectory]:
    """Train one GAN per seed, all at once, and keep the parameters of every frame.

    Args:
        config: the experiment; its own `seed` is not used.
        seeds: one run each.
        tick: told about progress.

    Returns:
        One trajectory per seed. A run that meets a NaN or an infinity ends at its last good
        snapshot and says at which step; the others go on.

    Raises:
        GanTheoryError: for a configuration that makes no sense.
    """
    target = config.check()
    model = build_model(config)
    keys = jnp.stack([jax.random.key(seed) for seed in seeds])
    state = model.start(keys)
    runs = [Trajectory(seed) for seed in seeds]
    total = config.iterations // config.record_every
    g_updates = d_updates = 0

    def keep(phase: int, values: jax.Array | None) -> None:
        params = jax.device_get((state.generator, state.discriminator))
        seen = None if values is None else np.asarray(values)
        for number, run in enumerate(runs):
            own = jax.tree.map(lambda leaf, n=number: leaf[n], params)
            steps = np.zeros(1) if seen is None else seen[number]
            _append(run, target, own, steps, g_updates, d_updates, phase)

    keep(1, None)
    for number in range(total):
        if number * config.record_every in config.slow_motion:
            for part in range(config.slow_motion_frames):
                state, values = model.inner(keys, state, jnp.asarray(part))
                d_updates += config.slow_motion_k // config.slow_motion_frames
                keep(0, values)
            state = model.generator_step(keys, state)
            g_updates += 1
            keep(1, None)
        state, values = model.chunk(keys, state)
        g_updates += config.record_every
        d_updates += config.record_every * config.k
        keep(1, values)
        if tick is not None:
            tick(number + 1, total)
        if all(run.diverged for run in runs):
            break
    return runs


def _append(
    run: Trajectory,
    target: Mixture1D,
    params: tuple[Params, Params],
    values: npt.NDArray[Any],
    g_updates: int,
    d_updates: int,
    phase: int,
) -> None:
    """Add a snapshot to a run that is still sound, or mark it as diverged.

    Args:
        run: the run.
        target: p_data.
        params: of G and of D, in units of the standardised data.
        values: shape (steps,), the minibatch values since the last snapshot.
        g_updates: updates of G done.
        d_updates: updates of D done.
        phase: as in a recording.
    """
    if run.diverged:
        return
    finite = np.isfinite(values)
    if not finite.all() or not all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(params)):
        before = run.snapshots[-1].g_updates if run.snapshots else 0
        first = before + 1 + int(np.argmin(finite)) if not finite.all() else g_updates
        run.diverged = f"V(D,G) or a parameter is not finite at iteration {first}"
        return
    generator, discriminator = in_units_of(target, *params)
    run.snapshots.append(Snapshot(g_updates, d_updates, phase, generator, discriminator))


def in_units_of(
    target: Mixture1D, generator: Params, discriminator: Params
) -> tuple[Weights, Weights]:
    """Fold x = mean + std y into the networks: G then gives x, and D takes x; float64."""
    mean, std = target.mean(), target.std()
    g, d = (
        [{name: np.asarray(leaf, np.float64) for name, leaf in layer.items()} for layer in params]
        for params in (generator, discriminator)
    )
    g[-1] = {"weight": std * g[-1]["weight"], "bias": mean + std * g[-1]["bias"]}
    weight = d[0]["weight"] / std
    d[0] = {"weight": weight, "bias": d[0]["bias"] - mean * weight[0]}
    return g, d


def run_mixture(
    config: MixtureConfig,
    out: str | os.PathLike[str],
    seeds: Sequence[int] = (),
    force: bool = False,
) -> list[Path]:
    """Train, measure and record; show progress on stderr.

    Args:
        config: the experiment.
        out: folder of the recording; with several seeds, of one folder per seed, `seed-N`.
        seeds: the seeds to run; none means the configuration's own.
        force: replace recordings that are there.

    Returns:
        The folders of the recordings, one per seed.

    Raises:
        GanTheoryError: for a configuration that makes no sense, a recording that is there
            already, and a run that diverged: what was good of it is recorded all the same, with
            `diverged` in its manifest.
    """
    config.check()
    seeds = tuple(seeds) or (config.seed,)
    for seed in seeds:
        check_seed(seed)
    if len(set(seeds)) < len(seeds):
        raise GanTheoryError("seeds must be different")
    root = Path(out)
    folders = [root if len(seeds) == 1 else root / f"seed-{seed}" for seed in seeds]
    for folder in folders:
        if (folder / MANIFEST_FILE).exists() and not force:
            raise GanTheoryError(
                f"{folder} already holds a recording; add --force to replace it or choose "
                "another --out"
            )
        # find out now, not after the training, that nothing can be written there
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    complaints = []
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("training", total=None)
        runs = train(
            config, seeds, lambda done, total: progress.update(bar, completed=done, total=total)
        )
        for folder, run in zip(folders, runs, strict=True):
            bar = progress.add_task(f"measuring seed {run.seed}", total=len(run.snapshots))
            own = replace(config, seed=run.seed)
            arrays, trouble = measure(
                own, *networks(own), run.snapshots, partial(_advance, progress, bar)
            )
            trouble = run.diverged or trouble
            if trouble:
                complaints.append(f"seed {run.seed} diverged: {trouble}")
            if arrays is None:
                continue
            write_recording(
                folder,
                "mixture_1d",
                own,
                run.seed,
                arrays,
                p_g_method=P_G_METHOD,
                quadrature=QUADRATURE,
                diverged=trouble,
                seeds_trained_together=list(seeds),
                device=f"{jax.devices()[0].platform} {jax.devices()[0].device_kind}",
            )
    if complaints:
        raise GanTheoryError(
            f"{'; '.join(complaints)}; what was good is recorded in {root}; try lower rates"
        )
    return folders


def _advance(progress: Progress, bar: TaskID, done: int) -> None:
    progress.update(bar, completed=done)


def make_demo_run(out: str | os.PathLike[str]) -> Path:
    """Record the run that the demo, Figure 1 and its animation show."""
    (folder,) = run_mixture(MixtureConfig(), out, force=True)
    return folder
