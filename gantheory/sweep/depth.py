"""What costs too much for every look at a seed: JSD(p_data || p_g), and D against D*.

On the line a generator of one z with smooth layers has an exact density, and both are integrals
with an error of rounding. Elsewhere both are estimates from the samples of the look and the exact
density of p_data, with their error; beside them stands a certified lower bound on the JSD. Every
seed is measured by itself, so that its numbers depend on no other.

What was measured how is said by `Depth.words`, which the summary of a sweep repeats.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gantheory.errors import GanTheoryError
from gantheory.games import Game, PointwiseGame
from gantheory.line.densities import Prior
from gantheory.line.divergences import compare, optimal_logit, sigmoid
from gantheory.line.pushforward import Pushforward, pushforward
from gantheory.line.scalar_network import SMOOTH, scalar_function, scalar_map
from gantheory.measures.density_ratio import log_ratio
from gantheory.measures.discriminators import data_points, discriminator_distance
from gantheory.measures.jsd import jsd_bound
from gantheory.measures.sample_jsd import jsd_of_ratio
from gantheory.remedies.labels import smoothed
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.pair import Pair
from gantheory.targets import Target
from gantheory.targets.mixture import Array
from gantheory.training.networks import Dense, Network

#: what a deep look measures: in nats, and as a total variation distance from 0 to 1
DEEP = (
    "jsd",
    "jsd_error",
    "jsd_lower",
    "discriminator_distance",
    "discriminator_distance_error",
)

#: dimensions in which p_g can be told from a few thousand samples
_FEW_DIMENSIONS = (1, 2)
#: points of p_data where D is asked: rows, and points of a row
_ROWS, _ROW = 32, 128


@dataclass(frozen=True, eq=False)
class Depth:
    """How a deep look measures.

    Attributes:
        target: the target.
        pair: the networks.
        few: whether the dimensions are few enough for samples to tell p_g.
        probability: D's output -> D, the probability of being data; None where D's output says
            none, or where D looks at several points at once: then it has no D* on single points.
        prior: of z where p_g is exact, else None.
    """

    target: Target
    pair: Pair
    few: bool
    probability: Callable[[Array], Array] | None
    prior: Prior | None

    @property
    def d_is_estimated(self) -> bool:
        """Whether D against D* is estimated from the samples."""
        return self.few and self.probability is not None and not self.d_is_exact

    @property
    def points(self) -> Array:
        """Where on p_data D must be evaluated, shape (rows, points of a row, dim), or no rows."""
        dim = self.target.mixture.dim
        if not self.d_is_estimated:
            return np.zeros((0, 1, dim))
        return data_points(self.target.mixture, _ROWS * _ROW).reshape(_ROWS, _ROW, dim)

    @property
    def d_is_exact(self) -> bool:
        """Whether D against D* is an integral of exact densities."""
        smooth = _is_smooth(self.pair.discriminator) and self.pair.game.output == "logit"
        return self.prior is not None and smooth and self.probability is not None

    @property
    def needs_players(self) -> bool:
        """Whether `measure` needs the parameters."""
        return self.prior is not None

    @property
    def words(self) -> dict[str, str]:
        """How each measure was got, or why it was not."""
        estimate = (
            "estimated from the samples of the look, p_g by the distances to the nearest ones, "
            "with an estimated error, which is no bound: what p_g is on scales finer than the "
            "samples lie apart they do not tell"
        )
        too_many = "not measured: more than two dimensions"
        if self.prior is not None:
            jsd = "quadrature of the exact density of p_g, with the error of the quadrature"
        else:
            jsd = f"{estimate}; never below jsd_lower" if self.few else too_many
        if self.probability is None:
            distance = f"not measured: {_why_none(self.pair)}"
        elif self.d_is_exact:
            distance = "quadrature of exact densities, with the error of the quadrature"
        else:
            distance = estimate if self.few else too_many
        return {
            "jsd": jsd,
            "jsd_lower": "certified from the samples of the look, with 95 % confidence per seed",
            "discriminator_distance": distance,
        }

    def measure(
        self,
        samples: Array,
        at_samples: Array,
        on_data: Array,
        generator: Any = None,
        discriminator: Any = None,
    ) -> dict[str, float]:
        """Measure one sound seed.

        Args:
            samples: of p_g, independent, shape (n, dim).
            at_samples: D's output there, shape (n,).
            on_data: D's output at `points`, flat.
            generator: G's parameters, where `needs_players`.
            discriminator: D's, likewise.

        Returns:
            Name in `DEEP` -> value; NaN for what cannot be measured.
        """
        found = dict.fromkeys(DEEP, float("nan"))
        found["jsd_lower"] = float(jsd_bound(samples, self.target.mixture).lower)
        if self.prior is not None:
            found |= self._exact(self.prior, generator, discriminator)
        if not self.few or (self.prior is not None and not self.d_is_estimated):
            return found
        ratio = log_ratio(samples, self.target.mixture)
        if self.prior is None:
            value, error = jsd_of_ratio(ratio)
            # where the bound is above the estimate it is the better estimate of the two
            found["jsd"], found["jsd_error"] = max(value, found["jsd_lower"]), error
        if self.d_is_estimated:
            assert self.probability is not None
            distance = discriminator_distance(
                ratio,
                self.probability(np.asarray(on_data, np.float64)),
                self.probability(np.asarray(at_samples, np.float64)),
            )
            found["discriminator_distance"] = distance.value
            found["discriminator_distance_error"] = distance.error
        return found

    def _exact(self, prior: Prior, generator: Any, discriminator: Any) -> dict[str, float]:
        """JSD and, where D is smooth too, its distance; nothing where p_g is no density."""
        try:
            p_g = pushforward(
                prior, scalar_map(self.pair.generator, self.pair.generator.parted(generator))
            )
        except GanTheoryError:  # a constant G
            return {}
        p_data = self.target.mixture.line()
        jsd = compare(p_data, p_g).jsd
        found = {"jsd": jsd.value, "jsd_error": jsd.error}
        if self.d_is_exact:
            parted = self.pair.discriminator.parted(discriminator)
            logit = scalar_function(self.pair.discriminator, parted)
            assert self.probability is not None
            read = self.probability
            value, error = _distance(p_data, p_g, lambda x: read(logit(x)))
            found |= {"discriminator_distance": value, "discriminator_distance_error": error}
        return {name: float(value) for name, value in found.items()}


def make_depth(config: SweepConfig, target: Target, pair: Pair) -> Depth:
    """How deep looks at the seeds of a sweep measure."""
    dim = target.mixture.dim
    exact = dim == 1 and config.noise == 1 and _is_smooth(pair.generator)
    alone = pair.pack == 1 and not pair.discriminator.mixes_batch
    return Depth(
        target=target,
        pair=pair,
        few=dim in _FEW_DIMENSIONS,
        probability=probability_of(_played(config, pair)) if alone else None,
        prior=Prior(config.prior) if exact else None,
    )


def probability_of(game: Game) -> Callable[[Array], Array] | None:
    """The function from D's output to the probability of being data that it stands for.

    The D* at which that output would be the best: a logit stands for its sigmoid, least squares
    for where its output lies between the two labels, an f-GAN's T for the ratio of densities whose
    f' it is; under smoothed labels, that for which claim F6 says so. Where the best output does not
    tell the ratio (hinge), or tells it up to a constant (relativistic), or is none (Wasserstein),
    an output stands for no probability.
    """
    log_odds = game.optimum.log_odds if game.optimum is not None else None
    return None if log_odds is None else lambda output: sigmoid(log_odds(output))


def _played(config: SweepConfig, pair: Pair) -> Game:
    """The game that D plays: smoothed labels make it another one, with another best D."""
    label = config.remedies.label_smoothing
    if label is None or not isinstance(pair.game, PointwiseGame):
        return pair.game
    return smoothed(pair.game, label)


def _why_none(pair: Pair) -> str:
    if pair.pack > 1 or pair.discriminator.mixes_batch:
        return "D looks at several points at once, so it has no D* on single points"
    return f"what D says in the {pair.game.name} game is no probability"


def _is_smooth(network: Network) -> bool:
    """Whether `scalar_map` takes the network."""
    plain = all(
        isinstance(layer, Dense) and layer.activation in SMOOTH and not layer.batch_norm
        for layer in network.layers
    )
    return plain and network.inputs == 1 and network.outputs == 1


def _distance(
    p_data: Any, p_g: Pushforward, probability: Callable[[Array], Array]
) -> tuple[float, float]:
    """The mean of |D - D*| under (p_data + p_g)/2, half by half, and its error."""

    def gap(x: Array, log_p: Array, log_g: Array) -> Array:
        best = optimal_logit(log_p, log_g)
        return np.asarray(np.abs(probability(x) - sigmoid(best))[None, :])

    (real,) = p_data.expect(lambda x, log_p: gap(x, log_p, p_g.log_pdf(x)), p_g.edges())
    (fake,) = p_g.expect(lambda x, log_g: gap(x, p_data.log_pdf(x), log_g), p_data.edges())
    return (real.value + fake.value) / 2, (real.error + fake.error) / 2
