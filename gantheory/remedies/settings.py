"""The remedies as data: frozen, hashable, JSON-able settings that `algorithm1` accepts.

`Remedies()` is no remedy at all: Algorithm 1 as it stands. Each remedy checks its own numbers when
it is made; which of them go together is checked in `gantheory.remedies.combinations`.
"""

import math
from dataclasses import dataclass
from typing import Literal

from gantheory.errors import GanTheoryError

Sides = Literal["two", "one"]
Lookahead = Literal["extragradient", "optimistic"]


def _positive(name: str, value: float) -> None:
    if not (value > 0 and math.isfinite(value)):
        raise GanTheoryError(f"{name} must be a positive number, not {value}")


@dataclass(frozen=True)
class WeightClipping:
    """After each of its updates, every parameter of D is clipped to [-limit, limit].

    Source: Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, Algorithm 1.
    """

    limit: float = 0.01

    def __post_init__(self) -> None:
        _positive("the limit of weight clipping", self.limit)


@dataclass(frozen=True)
class GradientPenalty:
    """Adds weight E (|grad D| - target)^2 to D's loss, between data and samples.

    The points are u x + (1 - u) G(z), u uniform; "one" side penalises slopes above the target only.

    Source: Gulrajani et al. 2017, eq. 3.
    """

    weight: float = 10.0
    target: float = 1.0
    sides: Sides = "two"

    def __post_init__(self) -> None:
        _positive("the weight of the gradient penalty", self.weight)
        if not (self.target >= 0 and math.isfinite(self.target)):
            raise GanTheoryError("the target of the gradient penalty must not be negative")
        if self.sides not in ("two", "one"):
            raise GanTheoryError('the sides of the gradient penalty must be "two" or "one"')


@dataclass(frozen=True)
class R1:
    """Adds weight/2 E |grad D|^2 on data to D's loss.

    Source: Mescheder, Geiger and Nowozin 2018, eq. 9.
    """

    weight: float = 10.0

    def __post_init__(self) -> None:
        _positive("the weight of R1", self.weight)


@dataclass(frozen=True)
class R2:
    """Adds weight/2 E |grad D|^2 on samples to D's loss.

    Source: Mescheder, Geiger and Nowozin 2018, eq. 10.
    """

    weight: float = 10.0

    def __post_init__(self) -> None:
        _positive("the weight of R2", self.weight)


@dataclass(frozen=True)
class InstanceNoise:
    """Gaussian noise on whatever D sees, data and samples, fading as training goes on.

    The standard deviation, in units of the data, goes linearly from `std` to `final_std` over the
    first `iterations` iterations and stays there.

    Source: Sonderby et al. 2017, Amortised MAP inference, section 3.2; Arjovsky and Bottou 2017.
    """

    std: float = 0.1
    final_std: float = 0.0
    iterations: int = 10_000

    def __post_init__(self) -> None:
        if not (min(self.std, self.final_std) >= 0 and math.isfinite(self.std + self.final_std)):
            raise GanTheoryError("instance noise needs standard deviations that are not negative")
        if self.iterations < 1:
            raise GanTheoryError("instance noise must fade over at least 1 iteration")


@dataclass(frozen=True)
class LabelSmoothing:
    """D is told that data are real with probability `label` only; samples stay 0.

    Source: Salimans et al. 2016, section 3.4; claim F6 says why one side only.
    """

    label: float = 0.9

    def __post_init__(self) -> None:
        if not 0.5 < self.label < 1:
            raise GanTheoryError("the smoothed label must be between 1/2 and 1")


@dataclass(frozen=True)
class Packing:
    """D judges packs of several points of one kind at once.

    A batch of n points becomes n/samples packs, so that D's network has samples * dim inputs.

    Source: Lin et al. 2018, PacGAN; claims M1 and M2.
    """

    samples: int = 2

    def __post_init__(self) -> None:
        if self.samples < 2:
            raise GanTheoryError("packing needs at least 2 samples in a pack")


@dataclass(frozen=True)
class Consensus:
    """Both players also descend weight/2 |v|^2, v being the gradients of both their losses.

    Source: Mescheder, Nowozin and Geiger 2017, The numerics of GANs; claim D6.
    """

    weight: float = 10.0

    def __post_init__(self) -> None:
        _positive("the weight of consensus optimisation", self.weight)


@dataclass(frozen=True)
class Unrolling:
    """G descends its loss against D as D will be after `steps` more updates.

    The updates are D's own, with the state of its optimiser, all on the samples of G's loss, and
    are differentiated through; D then moves as if nothing had happened. With Adam for D, take
    `optimizers.adam`, whose root has a derivative of 0 where a gradient is 0; that of a plain root
    is infinite there.

    Source: Metz et al. 2017, Unrolled Generative Adversarial Networks, eq. 7 to 10.
    """

    steps: int = 5

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise GanTheoryError("unrolling needs at least 1 step")


@dataclass(frozen=True)
class Remedies:
    """What is done against collapse and rotation; None leaves a remedy out.

    Attributes:
        weight_clipping: see `WeightClipping`.
        gradient_penalty: see `GradientPenalty`.
        r1: see `R1`.
        r2: see `R2`.
        instance_noise: see `InstanceNoise`.
        label_smoothing: see `LabelSmoothing`.
        packing: see `Packing`.
        consensus: see `Consensus`.
        unrolling: see `Unrolling`.
        lookahead: "extragradient" takes both gradients where a first step would lead, on the
            same samples, and steps from where it was (Korpelevich 1976; Gidel et al. 2019,
            Algorithm 4, for Adam: both steps update its state). "optimistic" takes twice this
            step minus the last one (Daskalakis et al. 2018, Algorithm 1 for Adam). Claim D3.
    """

    weight_clipping: WeightClipping | None = None
    gradient_penalty: GradientPenalty | None = None
    r1: R1 | None = None
    r2: R2 | None = None
    instance_noise: InstanceNoise | None = None
    label_smoothing: LabelSmoothing | None = None
    packing: Packing | None = None
    consensus: Consensus | None = None
    unrolling: Unrolling | None = None
    lookahead: Lookahead | None = None

    def __post_init__(self) -> None:
        if self.lookahead not in (None, "extragradient", "optimistic"):
            raise GanTheoryError('lookahead must be "extragradient" or "optimistic"')
