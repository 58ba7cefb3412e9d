"""Games of two numbers, theta for the generator and psi for the discriminator, and how they move.

A game is a vector field: where each player would go, in small steps. A method turns the field and
a step size into a map of states; its Jacobian at the equilibrium, by automatic differentiation,
says what happens near it. All in float64, inside `jax.enable_x64`.

Sources: the bilinear game, Goodfellow 2016 and Gidel et al. 2019; the Dirac-GAN, Mescheder et al.
2018; consensus optimisation, Mescheder et al. 2017; optimistic steps, Daskalakis et al. 2018;
extragradient, Korpelevich 1976.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Complex = npt.NDArray[Any]

#: (theta, psi) -> a number
Loss = Callable[[jax.Array, jax.Array], jax.Array]

#: z = (theta, psi), shape (2,) -> where the players go, shape (2,)
Field = Callable[[jax.Array], jax.Array]


@dataclass(frozen=True)
class TwoPlayerGame:
    """A game of two numbers with its equilibrium at (0, 0).

    Attributes:
        name: the field's term for it.
        value: V(theta, psi), which the discriminator ascends.
        generator_loss: what the generator descends.
        slope: c: the eigenvalues of the field's Jacobian at the equilibrium are +-i c.
    """

    name: str
    value: Loss
    generator_loss: Loss
    slope: float

    def field(self, z: jax.Array, penalty: float = 0.0) -> jax.Array:
        """The players' directions at z = (theta, psi), shape (2,).

        Args:
            z: the state.
            penalty: gamma of R1, the penalty gamma/2 |dD/dx|^2 at the data. The discriminator's
                logit is psi x, so it is gamma/2 psi^2.
        """
        down = jax.grad(self.generator_loss, argnums=0)(z[0], z[1])
        up = jax.grad(self.value, argnums=1)(z[0], z[1])
        return jnp.stack([-down, up - penalty * z[1]])


def _log_sigmoid(logit: jax.Array) -> jax.Array:
    return -jax.nn.softplus(-logit)


def _dirac_value(theta: jax.Array, psi: jax.Array) -> jax.Array:
    """V = log D(0) + log(1 - D(theta)) for data at 0, samples at theta, D(x) = sigmoid(psi x)."""
    return _log_sigmoid(jnp.zeros_like(psi)) + _log_sigmoid(-psi * theta)


BILINEAR = TwoPlayerGame(
    "bilinear", lambda theta, psi: theta * psi, lambda theta, psi: theta * psi, 1.0
)
DIRAC = TwoPlayerGame("Dirac-GAN", _dirac_value, _dirac_value, 0.5)
DIRAC_NON_SATURATING = TwoPlayerGame(
    "Dirac-GAN, non-saturating",
    _dirac_value,
    lambda theta, psi: -_log_sigmoid(psi * theta),
    0.5,
)
GAMES = (BILINEAR, DIRAC, DIRAC_NON_SATURATING)

#: methods; a state is (z, z of the step before), shape (4,), whether the method looks back or not
METHODS = ("simultaneous", "alternating", "extragradient", "optimistic", "r1", "consensus")


def _next(game: TwoPlayerGame, method: str, z: jax.Array, last: jax.Array, h: Any, g: Any) -> Any:
    field = game.field
    if method == "simultaneous":
        return z + h * field(z)
    if method == "alternating":  # the discriminator first, as in Algorithm 1
        moved = jnp.stack([z[0], z[1] + h * field(z)[1]])
        return jnp.stack([z[0] + h * field(moved)[0], moved[1]])
    if method == "extragradient":
        return z + h * field(z + h * field(z))
    if method == "optimistic":
        return z + 2 * h * field(z) - h * field(last)
    if method == "r1":
        return z + h * field(z, g)
    if method == "consensus":

        def half_square(z: jax.Array) -> jax.Array:
            return jnp.sum(field(z) ** 2) / 2

        return z + h * (field(z) - g * jax.grad(half_square)(z))
    raise ValueError(f"unknown method {method!r}; known: {', '.join(METHODS)}")


def step(game: TwoPlayerGame, method: str, state: jax.Array, h: Any, gamma: Any) -> jax.Array:
    """One step of a method.

    Args:
        game: the game.
        method: one of `METHODS`.
        state: (z, z of the step before), shape (4,).
        h: step size of both players.
        gamma: weight of R1 or of the consensus term; other methods ignore it.

    Returns:
        The next state, shape (4,).
    """
    z, last = state[:2], state[2:]
    return jnp.concatenate([_next(game, method, z, last, h, gamma), z])


@cache
def _jitted_jacobian(game: TwoPlayerGame, method: str) -> Callable[..., jax.Array]:
    def at_equilibrium(h: jax.Array, gamma: jax.Array) -> jax.Array:
        jacobian: jax.Array = jax.jacfwd(lambda state: step(game, method, state, h, gamma))(
            jnp.zeros(4)
        )
        return jacobian

    jitted: Callable[..., jax.Array] = jax.jit(at_equilibrium)
    return jitted


def eigenvalues(game: TwoPlayerGame, method: str, h: float, gamma: float = 0.0) -> Complex:
    """Eigenvalues of one step at the equilibrium, the Jacobian by automatic differentiation.

    Returns:
        Complex, shape (4,) for "optimistic", (2,) for the methods that do not look back.
    """
    with jax.enable_x64(True):
        jacobian = np.asarray(_jitted_jacobian(game, method)(jnp.asarray(h), jnp.asarray(gamma)))
    size = 4 if method == "optimistic" else 2
    return np.asarray(np.linalg.eigvals(jacobian[:size, :size]))


@cache
def _jitted_trajectory(game: TwoPlayerGame, method: str, steps: int) -> Callable[..., jax.Array]:
    def run(start: jax.Array, h: jax.Array, gamma: jax.Array) -> jax.Array:
        def body(state: jax.Array, _: None) -> tuple[jax.Array, jax.Array]:
            return step(game, method, state, h, gamma), state[:2]

        return jax.lax.scan(body, jnp.concatenate([start, start]), None, length=steps + 1)[1]

    jitted: Callable[..., jax.Array] = jax.jit(jax.vmap(run, in_axes=(None, 0, None)))
    return jitted


def trajectories(
    game: TwoPlayerGame,
    method: str,
    start: tuple[float, float],
    h: npt.ArrayLike,
    steps: int,
    gamma: float = 0.0,
) -> Array:
    """Play a game from one start with several step sizes.

    Args:
        game: the game.
        method: one of `METHODS`.
        start: (theta, psi).
        h: step sizes, shape (m,).
        steps: steps to take.
        gamma: see `step`.

    Returns:
        (theta, psi) at every step, shape (m, steps + 1, 2).
    """
    with jax.enable_x64(True):
        run = _jitted_trajectory(game, method, steps)
        paths = run(jnp.asarray(start), jnp.asarray(h), jnp.asarray(gamma))
        return np.asarray(paths, np.float64)


def fitted_eigenvalues(path: Array, looks_back: bool) -> Complex:
    """Eigenvalues of the linear map that fits a trajectory best, by least squares.

    Args:
        path: (theta, psi) step by step, shape (steps + 1, 2).
        looks_back: whether the map may use the step before, as optimistic steps do.

    Returns:
        Complex, shape (4,) if `looks_back`, else (2,).
    """
    if not looks_back:
        solution = np.linalg.lstsq(path[:-1], path[1:], rcond=None)[0]
        return np.asarray(np.linalg.eigvals(solution.T))
    seen = np.concatenate([path[1:-1], path[:-2]], axis=1)
    solution = np.linalg.lstsq(seen, path[2:], rcond=None)[0]
    companion = np.block([[solution.T], [np.eye(2), np.zeros((2, 2))]])
    return np.asarray(np.linalg.eigvals(companion))


@cache
def _jitted_flow(game: TwoPlayerGame, steps: int) -> Callable[..., jax.Array]:
    def run(start: jax.Array, dt: jax.Array) -> jax.Array:
        def body(z: jax.Array, _: None) -> tuple[jax.Array, jax.Array]:
            a = game.field(z)
            b = game.field(z + dt / 2 * a)
            c = game.field(z + dt / 2 * b)
            d = game.field(z + dt * c)
            return z + dt / 6 * (a + 2 * b + 2 * c + d), z

        return jax.lax.scan(body, start, None, length=steps + 1)[1]

    jitted: Callable[..., jax.Array] = jax.jit(run)
    return jitted


def flow(game: TwoPlayerGame, start: tuple[float, float], dt: float, steps: int) -> Array:
    """Follow the field in continuous time, by Runge and Kutta's fourth-order method.

    Returns:
        (theta, psi) at the times 0, dt, ..., shape (steps + 1, 2).
    """
    with jax.enable_x64(True):
        path = _jitted_flow(game, steps)(jnp.asarray(start), jnp.asarray(dt))
        return np.asarray(path, np.float64)


def vector_field(game: TwoPlayerGame, theta: Array, psi: Array) -> tuple[Array, Array]:
    """The field on a grid: its theta and psi parts, both of shape (len(theta), len(psi))."""
    points = np.stack(np.meshgrid(theta, psi, indexing="ij"), axis=-1).reshape(-1, 2)
    with jax.enable_x64(True):
        found = np.asarray(jax.vmap(game.field)(jnp.asarray(points)))
    shape = (len(theta), len(psi))
    return found[:, 0].reshape(shape), found[:, 1].reshape(shape)
