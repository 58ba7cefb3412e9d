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
from gantheory.sweep.pair import Pair, build_pair
from gantheory.sweep.probe import Seen, look
from gantheory.targets import Target, sampler
from gantheory.training.algorithm1 import TrainState

_specification: Callable[..., Any] = PartitionSpec
_ROWS, _EVERYWHERE = _specification("seeds"), _specification()

#: what randomness is for; each is folded into the seed's key, training has the key itself
_START, EVALUATION = 2**31, 2**31 + 1


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
        start: seeds (S,) uint32 -> RunState.
        advance: (seeds, state, iterations, deep=False) -> (state, Seen): train for so many
            iterations, then look, deeply if told so. `state` is given away: its memory is used
            again.
        pair: the networks and the algorithm.
        depth: what a deep look measures.
        shapes: number of seeds -> shapes of the state.
        spread: puts an array of S rows onto the devices.
        traces: how often each piece has been traced, by name: more than once is a bug.
    """

    start: Callable[[jax.Array], RunState]
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
    grid = jnp.asarray(depth.points, jnp.float32)
    traces = {"start": 0, "train": 0, "look": 0}

    def start(seed: jax.Array) -> RunState:
        traces["start"] += 1
        key = jax.random.fold_in(jax.random.key(seed), _START)
        return RunState(pair.algorithm.init(key), jnp.zeros((), jnp.int32))

    def shapes(seeds: int) -> Any:
        def states() -> RunState:
            train = pair.algorithm.init(jax.random.key(0))
            one = RunState(train, jnp.zeros((), jnp.int32))
            many: RunState = jax.tree.map(lambda x: jnp.broadcast_to(x, (seeds, *x.shape)), one)
            return many

        return jax.eval_shape(states)

    def step(state: RunState, key: jax.Array) -> RunState:
        # as `algorithm1.run_chunk` does it: randomness is a function of (key, iteration)
        data_key, step_key = jax.random.split(jax.random.fold_in(key, state.train.iteration))
        after, info = pair.algorithm.step(step_key, state.train, draw(data_key, shape))
        fresh = (state.broken == 0) & ~jnp.isfinite(info.value)
        return RunState(after, jnp.where(fresh, after.iteration, state.broken))

    def train(seed: jax.Array, state: RunState, iterations: jax.Array) -> RunState:
        traces["train"] += 1
        key = jax.random.key(seed)
        # the number of iterations is an argument, so that one program serves stretches of any
        # length, that of no iterations before the first look included
        after: RunState = jax.lax.fori_loop(0, iterations, lambda _, at: step(at, key), state)
        return after

    def see(seed: jax.Array, state: RunState, deep: jax.Array) -> tuple[jax.Array, Seen]:
        traces["look"] += 1
        key = jax.random.fold_in(jax.random.key(seed), EVALUATION)
        seen = look(pair, draw, count, key, state.train, grid, deep)
        fresh = (state.broken == 0) & ~seen.sound
        return jnp.where(fresh, state.train.iteration, state.broken), seen

    sharded = shard_seeds(lanes, devices)
    options = compiler_options(devices)
    programs: dict[str, Any] = {
        "start": jax.jit(sharded(start), compiler_options=options),
        "train": jax.jit(sharded(train, shared=1), donate_argnums=1, compiler_options=options),
        "look": jax.jit(sharded(see, shared=1), compiler_options=options),
    }

    def spread(tree: Any) -> Any:
        return jax.device_put(tree, NamedSharding(_mesh(devices), _ROWS))

    if slots:
        seeds = spread(np.zeros(slots, np.uint32))
        iterations, deep = jnp.zeros((), jnp.int32), jnp.zeros((), jnp.bool)
        lowered = {
            "train": programs["train"].lower(seeds, shapes(slots), iterations),
            "look": programs["look"].lower(seeds, shapes(slots), deep),
            "start": programs["start"].lower(seeds),
        }
        # each compiles on one core, and takes seconds
        with ThreadPoolExecutor() as pool:
            waiting = {name: pool.submit(each.compile) for name, each in lowered.items()}
            programs = {name: future.result() for name, future in waiting.items()}

    def advance(
        seeds: jax.Array, state: RunState, iterations: int, deep: bool = False
    ) -> tuple[RunState, Seen]:
        state = programs["train"](seeds, state, jnp.asarray(iterations, jnp.int32))
        broken, seen = programs["look"](seeds, state, jnp.asarray(deep))
        if not deep:
            seen = seen._replace(output_on_grid=None)
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


def compiler_options(devices: Sequence[jax.Device]) -> dict[str, int]:
    """Light optimisation on a CPU: compiling takes longer than running many a sweep.

    A level that the environment asks for stays.
    """
    name = "xla_backend_optimization_level"
    if devices[0].platform != "cpu" or name in os.environ.get("XLA_FLAGS", ""):
        return {}
    return {name: 1}


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
    shapes = jax.eval_shape(pair.algorithm.init, jax.random.key(0))
    state = sum(leaf.size * leaf.dtype.itemsize for leaf in jax.tree.leaves(shapes))
    count = config.samples or target.convention.samples
    dim, modes = target.mixture.dim, target.mixture.modes
    widths = [config.noise, *config.generator_hidden, dim]
    pieces = max(1, config.maxout_pieces)
    widths += [pieces * units for units in config.discriminator_hidden]
    # each layer's output is kept for the backward pass, with about as much again in between
    activations = 4 * 4 * sum(widths) * max(config.batch * config.packing, count)
    steps = 1 + config.unrolling
    grid = make_depth(config, target, pair).points
    return Need(
        per_seed=2 * state + 2 * 4 * count * (dim + 2) + 2 * 4 * grid[..., 0].size,
        per_lane=steps * (activations + 2 * state),
        per_result=8 * config.frames * (len(SEEN) + len(DEEP) + 2 * modes + 4),
    )
