"""The training of the page against that of the package: the same steps on the same parameters."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.games import GAMES
from gantheory.training.algorithm1 import TrainState, algorithm1
from gantheory.training.networks import mlp
from gantheory.training.optimizers import adam, momentum

BATCH, RATE_D, RATE_G = 16, 2e-2, 5e-3
#: which player moves
STEPS = "DDGDG"

IN_PAGE = """({spec, before, batches, rates}) => {
  const {Gan} = window.gantheory;
  const gan = new Gan(spec);
  for (const player of ["generator", "discriminator"]) {
    gan[player].layers.forEach((layer, l) => {
      layer.weight.set(before[player][l].weight);
      layer.bias.set(before[player][l].bias);
    });
  }
  for (const {player, z, real} of batches) {
    const [noise, data] = [z, real].map((numbers) => Float64Array.from(numbers));
    if (player === "D") gan.discriminatorStep(noise, data, rates.d);
    else gan.generatorStep(noise, rates.g);
  }
  const plain = ({layers}) => layers.map(({weight, bias}) => ({
    weight: Array.from(weight), bias: Array.from(bias),
  }));
  return {generator: plain(gan.generator), discriminator: plain(gan.discriminator)};
}"""


def flat(params):
    return [{name: np.ravel(layer[name]).tolist() for name in layer} for layer in params]


def parameters(rng, sizes):
    return tuple(
        {
            "weight": jnp.asarray(rng.normal(size=(inputs, outputs)) / np.sqrt(inputs)),
            "bias": jnp.asarray(0.3 * rng.normal(size=outputs)),
        }
        for inputs, outputs in pairwise(sizes)
    )


def prior(dim):
    return lambda key, n: jax.random.normal(key, (n, dim), jnp.float64)


@pytest.mark.parametrize(
    ("game", "rule", "dim", "activation"),
    [
        # compiling dominates, and losses, update rules and networks know nothing of each other
        ("minimax", "momentum", 1, "tanh"),
        ("non_saturating", "adam", 2, "relu"),
    ],
)
def test_its_steps_are_those_of_the_package(open_page, game, rule, dim, activation):
    make = {"momentum": lambda rate: momentum(rate, 0.5), "adam": lambda rate: adam(rate, 0.5)}
    with jax.enable_x64(True):
        generator = mlp(dim, (7, 5), dim, activation)
        discriminator = mlp(dim, (6,), 1, activation)
        rules = make[rule](RATE_G), make[rule](RATE_D)
        algorithm = algorithm1(
            generator=generator,
            discriminator=discriminator,
            game=GAMES[game],
            noise=prior(dim),
            batch=BATCH,
            generator_optimizer=rules[0],
            discriminator_optimizer=rules[1],
        )
        # everything in float64: no rounding hides a mistake
        rng = np.random.default_rng(3)
        g, d = (parameters(rng, sizes) for sizes in ((dim, 7, 5, dim), (dim, 6, 1)))
        before = {"generator": flat(g), "discriminator": flat(d)}
        state = TrainState(g, d, rules[0].init(g), rules[1].init(d), jnp.zeros((), jnp.int32))
        light = {"xla_backend_optimization_level": 0}
        step_d = jax.jit(algorithm.discriminator_step, compiler_options=light)
        step_g = jax.jit(algorithm.generator_step, compiler_options=light)
        batches = []
        for number, player in enumerate(STEPS):
            key, real = jax.random.key(number), rng.normal(size=(BATCH, dim))
            # the first of the keys that a step splits off draws z
            z = prior(dim)(jax.random.split(key, 3 if player == "D" else 2)[0], BATCH)
            batches.append(
                {"player": player, "z": np.ravel(z).tolist(), "real": real.ravel().tolist()}
            )
            state = step_d(key, state, real)[0] if player == "D" else step_g(key, state)
        wanted = {"generator": flat(state.generator), "discriminator": flat(state.discriminator)}
    spec = {
        "dim": dim, "noise": dim, "generator": [7, 5], "discriminator": [6],
        "activation": activation, "game": game, "optimizer": rule, "decay": 0.5,
    }  # fmt: skip
    rates = {"d": RATE_D, "g": RATE_G}
    found = open_page.page.evaluate(
        IN_PAGE, {"spec": spec, "before": before, "batches": batches, "rates": rates}
    )
    for player, layers in wanted.items():
        for number, layer in enumerate(layers):
            for name, values in layer.items():
                new, old = np.array(values), np.array(before[player][number][name])
                ours = np.array(found[player][number][name])
                np.testing.assert_allclose(ours, new, rtol=1e-5, atol=1e-12)
                # and the change itself, which is what a step is
                assert np.linalg.norm(new - old) > 1e-4
                assert np.linalg.norm(ours - new) < 1e-5 * np.linalg.norm(new - old)
