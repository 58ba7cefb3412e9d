"""The jitted pieces of a sweep: many seeds started, trained for some iterations, and looked at.

A seed's numbers are a function of the configuration and the seed alone. Each piece works on one
seed; `lax.map` takes it over the groups of seeds of a device, `vmap` over the seeds of a group,
and `shard_map` over the devices. None of the three lets one seed see another.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from gantheory.sweep.config import SweepConfig
from gantheory.sweep.depth import DEEP, Depth, make_depth
from gantheory.sweep.devices import Need
from gantheory.sweep.history import SEEN
from gantheory.sweep.pair import MINIBATCH_DIMS, Pair, build_pair
from gantheory.sweep.probe import GRADIENT_POINTS, Points, Seen, evaluation_points, look
from gantheory.sweep.randomness import random_key
from gantheory.targets import Target, sampler
from gantheory.training.algorithm1 import TrainState

_specification: Callable[..., Any] = PartitionSpec
_ROWS, _EVERYWHERE = _specification("seeds"), _specification()

#: what randomness is for; each is folded into the seed's key, training has the key itself
_START, EVALUATION = 2**31, 2**31 + 1


#: iterations whose randomness is drawn at once, and numbers that they may have per seed
_MOST_TOGETHER, _CACHED_NUMBERS = 16, 16384


class RunState(NamedTuple):
    """One seed under way.

    Attributes:
        train: what Algorithm 1 changes.
        broken: the iteration at which V(D, G) was first not finite; 0 while all is well.
    """

    train: TrainState
    broken: jax.Array


@dataclass(frozen=True)
class SweepModel:
    """The pieces; every argument and result has a leading axis of seeds.

    Attributes:
        start: seeds (S,) uint32 -> (RunState, Points): the untrained networks, and where every
            look at them is taken.
        advance: (seeds, state, points, iterations, deep=False) -> (state, Seen): train for so many
            iterations, then look, deeply if told so. `state` is given away: its memory is used
            again.
        pair: the networks and the algorithm.
        depth: what a deep look measures.
        shapes: number of seeds -> shapes of the state.
        spread: puts an array of S rows onto the devices.
        traces: how often each piece has been traced, by name: more than once is a bug.
    """

    start: Callable[[jax.Array], tuple[RunState, Points]]
    advance: Callable[..., tuple[RunState, Seen]]
    pair: Pair
    depth: Depth
    shapes: Callable[[int], Any]
    spread: Callable[[Any], Any]
    traces: dict[str, int]


def build_model(
    config: SweepConfig,
    target: Target,
    *,
    lanes: int,
    devices: Sequence[jax.Device],
    slots: int = 0,
) -> SweepModel:
    """Build and jit the pieces.

    Args:
        config: the sweep.
        target: its target.
        lanes: seeds side by side on a device; the number of seeds handed to the pieces must be a
            multiple of `lanes` times the number of devices.
        devices: of this process.
        slots: compile for so many seeds, now and all pieces at once; 0 leaves compiling to the
            first calls.
    """
    pair = build_pair(config, target)
    draw = sampler(target.mixture)
    shape = (config.k, config.batch * config.packing)
    count = config.samples or target.convention.samples
    depth = make_depth(config, target, pair)
    fixed = depth.points.astype(np.float32)
    together = _drawn_together(config, target)
    traces = {"start": 0, "train": 0, "look": 0}

    def start(seed: jax.Array) -> tuple[RunState, Points]:
        traces["start"] += 1
        key = random_key(seed)
        train = pair.algorithm.init(jax.random.fold_in(key, _START))
        points = evaluation_points(pair, draw, count, jax.random.fold_in(key, EVALUATION))
        return RunState(train, jnp.zeros((), jnp.int32)), points

    def shapes(seeds: int) -> Any:
        def states() -> RunState:
            train = pair.algorithm.init(jax.random.key(0))
            one = RunState(train, jnp.zeros((), jnp.int32))
            many: RunState = jax.tree.map(lambda x: jnp.broadcast_to(x, (seeds, *x.shape)), one)
            return many

        return jax.eval_shape(states)

    def step(state: RunState, drawn: tuple[jax.Array, jax.Array, jax.Array]) -> RunState:
        step_key, real, noise = drawn
        after, info = pair.algorithm.step(step_key, state.train, real, noise)
        fresh = (state.broken == 0) & ~jnp.isfinite(info.value)
        return RunState(after, jnp.where(fresh, after.iteration, state.broken))

    def drawn(key: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
        # as `algorithm1.run_chunk` does it
        data_key, step_key = jax.random.split(key)
        return step_key, draw(data_key, shape), pair.algorithm.draw_noise(step_key, config.k)

    def train(seed: jax.Array, state: RunState, iterations: jax.Array) -> RunState:
        traces["train"] += 1
        key = random_key(seed)

        def several(number: jax.Array, state: RunState) -> RunState:
            # randomness is a function of (key, iteration), whatever is drawn together
            at = state.train.iteration + jnp.arange(together)
            draws = jax.vmap(lambda at: drawn(jax.random.fold_in(key, at)))(at)
            left = jnp.minimum(together, iterations - together * number)
            after: RunState = jax.lax.fori_loop(
                0, left, lambda i, now: step(now, jax.tree.map(lambda x: x[i], draws)), state
            )
            return after

        # the number of iterations is an argument, so that one program serves stretches of any
        # length, that of no iterations before the first look included
        after: RunState = jax.lax.fori_loop(0, -(-iterations // together), several, state)
        return after

    def see(state: RunState, points: Points, deep: jax.Array) -> tuple[jax.Array, Seen]:
        traces["look"] += 1
        seen = look(pair, points, state.train, jnp.asarray(fixed), deep)
        fresh = (state.broken == 0) & ~seen.sound
        return jnp.where(fresh, state.train.iteration, state.broken), seen

    sharded = shard_seeds(lanes, devices)
    options, rare = compiler_options(devices), compiler_options(devices, rare=True)
    programs: dict[str, Any] = {
        "train": jax.jit(sharded(train, shared=1), donate_argnums=1, compiler_options=options),
        "look": jax.jit(sharded(see, shared=1), compiler_options=rare),
        "start": jax.jit(sharded(start), compiler_options=rare),
    }

    def spread(tree: Any) -> Any:
        return jax.device_put(tree, NamedSharding(_mesh(devices), _ROWS))

    if slots:
        seeds, state = spread(np.zeros(slots, np.uint32)), shapes(slots)
        _, points = jax.eval_shape(programs["start"], seeds)
        arguments = {
            "train": (seeds, state, np.int32(0)),
            "look": (state, points, np.bool_(False)),
            "start": (seeds,),
        }
        # each compiles on a core while the next is traced, and takes about a second
        with ThreadPoolExecutor() as pool:
            compiling = {
                name: pool.submit(programs[name].lower(*arguments[name]).compile)
                for name in programs
            }
            programs = {name: future.result() for name, future in compiling.items()}

    def advance(
        seeds: jax.Array, state: RunState, points: Points, iterations: int, deep: bool = False
    ) -> tuple[RunState, Seen]:
        state = programs["train"](seeds, state, np.int32(iterations))
        broken, seen = programs["look"](state, points, np.bool_(deep))
        if not deep:
            seen = seen._replace(output_on_data=None)
        return state._replace(broken=broken), seen

    return SweepModel(
        start=programs["start"],
        advance=advance,
        pair=pair,
        depth=depth,
        shapes=shapes,
        spread=spread,
        traces=traces,
    )


def shard_seeds(lanes: int, devices: Sequence[jax.Device]) -> Callable[..., Callable[..., Any]]:
    """A function that takes a function of one seed to one of many, sharded over devices.

    Args:
        lanes: seeds side by side on a device.
        devices: of this process.

    Returns:
        (one, shared=0) -> many: `one` takes arguments of one seed and then `shared` arguments that
        are common to all; `many` takes the former with a leading axis of seeds.
    """

    def sharded(one: Callable[..., Any], shared: int = 0) -> Callable[..., Any]:
        def local(*arguments: Any) -> Any:
            own = len(arguments) - shared
            common = arguments[own:]
            return _over_seeds(lambda each: one(*each, *common), arguments[:own], lanes)

        def many(*arguments: Any) -> Any:
            own = len(arguments) - shared
            # without the check of replication: with it, the gradient in a parameter that all
            # devices start with alike (a bias of 0) is summed over the devices, that is over seeds
            return jax.shard_map(
                local,
                mesh=_mesh(devices),
                in_specs=(_ROWS,) * own + (_EVERYWHERE,) * shared,
                out_specs=_ROWS,
                check_vma=False,
            )(*arguments)

        return many

    return sharded


def _drawn_together(config: SweepConfig, target: Target) -> int:
    """Of how many iterations the noise and data are drawn at once; depends on shapes alone.

    Drawn together they cost less, as long as they stay in a core's own cache.
    """
    return max(1, min(_MOST_TOGETHER, _CACHED_NUMBERS // _numbers_drawn(config, target)))


def _numbers_drawn(config: SweepConfig, target: Target) -> int:
    """Random numbers of one iteration."""
    each = config.k * (target.mixture.dim + 1) + (config.k + 1) * config.noise
    return config.batch * config.packing * each


def compiler_options(devices: Sequence[jax.Device], rare: bool = False) -> dict[str, Any]:
    """Light optimisation on a CPU: compiling takes longer than running many a sweep.

    A level that the environment asks for stays.

    Args:
        devices: what is compiled for.
        rare: for a program that runs now and then: older emitters of kernels, where this version
            of XLA has them, compile in two thirds of the time; their kernels are up to 40 % slower.
    """
    level = "xla_backend_optimization_level"
    if devices[0].platform != "cpu" or level in os.environ.get("XLA_FLAGS", ""):
        return {}
    older = {"xla_cpu_use_fusion_emitters": False} if jax.__version_info__ < (0, 11) else {}
    return {level: 1, **(older if rare else {})}


def _mesh(devices: Sequence[jax.Device]) -> Mesh:
    return Mesh(np.array(devices), ("seeds",))


def _over_seeds(one: Callable[[Any], Any], arguments: Any, lanes: int) -> Any:
    """Map over the leading axis: group after group, `lanes` seeds of a group side by side."""
    grouped = jax.tree.map(lambda x: x.reshape(-1, lanes, *x.shape[1:]), arguments)
    if lanes == 1:
        results = jax.lax.map(lambda group: _first(one, group), grouped)
    else:
        results = jax.lax.map(jax.vmap(one), grouped)
    return jax.tree.map(lambda x: x.reshape(-1, *x.shape[2:]), results)


def _first(one: Callable[[Any], Any], group: Any) -> Any:
    """A group of one without `vmap`, whose operations can be slower than plain ones."""
    result = one(jax.tree.map(lambda x: x[0], group))
    return jax.tree.map(lambda x: x[None], result)


def memory_need(config: SweepConfig, target: Target) -> Need:
    """Estimate what a sweep needs, from shapes alone.

    Args:
        config: the sweep.
        target: its target.
    """
    pair = build_pair(config, target)
    shapes = jax.eval_shape(lambda: pair.algorithm.init(jax.random.key(0)))
    state = sum(leaf.size * leaf.dtype.itemsize for leaf in jax.tree.leaves(shapes))
    count = config.samples or target.convention.samples
    dim, modes = target.mixture.dim, target.mixture.modes
    widths = [config.noise, *config.generator_hidden, dim]
    pieces = max(1, config.maxout_pieces)
    widths += [pieces * units for units in config.discriminator_hidden]
    # each layer's output is kept for the backward pass, with about as much again in between
    activations = 4 * 4 * sum(widths) * max(config.batch * config.packing, count)
    # minibatch discrimination compares all pairs of a batch: differences, sizes, and their slopes
    in_gradient = max(config.batch, min(count, GRADIENT_POINTS))
    activations += 3 * 4 * in_gradient * config.batch * config.minibatch_kernels * MINIBATCH_DIMS
    steps = 1 + config.unrolling
    drawn = 4 * _drawn_together(config, target) * _numbers_drawn(config, target)
    fixed = make_depth(config, target, pair).points
    return Need(
        per_seed=2 * state + 4 * count * (3 * dim + config.noise + 4) + 8 * fixed[..., 0].size,
        per_lane=steps * (activations + 2 * state) + 2 * drawn,
        per_result=8 * config.frames * (len(SEEN) + len(DEEP) + 2 * modes + 4),
    )
