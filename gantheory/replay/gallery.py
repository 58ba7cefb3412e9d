"""Named failures of GAN training, each with the seed that shows it and a remedy that cures it.

A failure and its cure are the same configuration and the same seed but for the remedy. Neither is
believed: both are trained, recorded, and held against signs with stated bounds (`judge`).
What they are called and what is to be seen is in en.toml and ko.toml under [gallery].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.replay.symptoms import SYMPTOMS
from gantheory.sweep.config import SweepConfig


@dataclass(frozen=True)
class Sign:
    """What a recording must show: a symptom within bounds.

    Attributes:
        symptom: a key of `SYMPTOMS`.
        least: the symptom must be at least this; None for no bound.
        most: and at most this.
    """

    symptom: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Finding:
    """A sign held against a recording."""

    sign: Sign
    value: float

    @property
    def holds(self) -> bool:
        """Whether the symptom is within its bounds; NaN is not."""
        above = self.sign.least is None or self.value >= self.sign.least
        below = self.sign.most is None or self.value <= self.sign.most
        return above and below and self.value == self.value

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "symptom": self.sign.symptom,
            "value": self.value,
            "least": self.sign.least,
            "most": self.sign.most,
            "holds": self.holds,
        }


@dataclass(frozen=True)
class Exhibit:
    """A failure and its cure.

    Attributes:
        config: the run that fails, of one seed.
        remedy: settings of `config` that the cure has otherwise.
        source: who described the failure, and the remedy.
        failure: signs that the run failed.
        cure: signs that the run with the remedy did not.
        curve: what tells them apart over time, a key of `CURVES`.
        every: iterations between frames.
    """

    config: SweepConfig
    remedy: Mapping[str, Any]
    source: str
    failure: tuple[Sign, ...]
    cure: tuple[Sign, ...]
    curve: str
    every: int = field(default=20)

    @property
    def cured(self) -> SweepConfig:
        """The configuration with the remedy."""
        return replace(self.config, **self.remedy)

    @property
    def seed(self) -> int:
        """The seed of both runs."""
        return self.config.first_seed


#: small networks, one seed
_SMALL = SweepConfig(seeds=1, samples=1000, batch=128)
_RING = replace(_SMALL, target="ring8", beta1=0.9)
_LINE = replace(_SMALL, noise=1, generator_hidden=(16,), discriminator_hidden=(16,))

GALLERY: dict[str, Exhibit] = {
    "full_collapse": Exhibit(
        config=replace(
            _RING, first_seed=1, iterations=2000, generator_rate=3e-3, discriminator_rate=1e-4
        ),
        remedy={"k": 20},
        source="Goodfellow et al. 2014, section 6 (the Helvetica scenario) and Algorithm 1's k",
        failure=(Sign("spread", most=0.1), Sign("modes_captured", most=1)),
        cure=(Sign("spread", least=0.7), Sign("modes_captured", least=3)),
        curve="spread",
    ),
    "rotation": Exhibit(
        config=replace(
            _RING, first_seed=2, iterations=2400, generator_rate=1e-3, discriminator_rate=3e-4
        ),
        remedy={"unrolling": 10},
        source="Metz et al. 2017 (Unrolled GAN), section 3.1",
        failure=(Sign("turns", least=3), Sign("modes_captured", most=2)),
        cure=(Sign("turns", most=0), Sign("modes_captured", least=4)),
        curve="angle",
    ),
    "mode_dropping": Exhibit(
        config=replace(
            _SMALL,
            target="ring8",
            game="minimax",
            first_seed=3,
            iterations=2000,
            k=5,
            generator_rate=3e-4,
            discriminator_rate=3e-3,
        ),
        remedy={"r1": 0.1},
        source="Srivastava et al. 2017 (VEEGAN); R1 by Mescheder et al. 2018",
        failure=(Sign("modes_captured", most=4), Sign("modes_never", least=3)),
        cure=(Sign("modes_captured", least=6), Sign("modes_never", most=0)),
        curve="modes_captured",
    ),
    "oscillation": Exhibit(
        config=replace(
            _LINE,
            target="1.0*N(1,0.5)",
            # units of ReLU die on the way and end the swinging
            activation="tanh",
            first_seed=1,
            iterations=3000,
            schedule="simultaneous",
            generator_rate=3e-3,
            discriminator_rate=3e-3,
            beta1=0.9,
        ),
        remedy={"r1": 10.0},
        source="Mescheder et al. 2018 (Dirac-GAN), claims D1 to D8",
        failure=(Sign("swings", least=4), Sign("amplitude", least=0.5)),
        cure=(Sign("amplitude", most=0.15),),
        curve="offset",
        every=30,
    ),
    "vanishing_gradient": Exhibit(
        config=replace(
            _LINE,
            target="0.5*N(-8,0.5)+0.5*N(8,0.5)",
            game="minimax",
            first_seed=0,
            iterations=1000,
            k=5,
            generator_rate=1e-3,
            discriminator_rate=1e-2,
            beta1=0.5,
        ),
        remedy={"game": "non_saturating"},
        source="Goodfellow et al. 2014, section 3; claim H1",
        failure=(Sign("generator_gradient", most=1e-3), Sign("modes_captured", most=0)),
        cure=(Sign("generator_gradient", least=0.1), Sign("modes_captured", least=2)),
        curve="generator_gradient",
        every=10,
    ),
}


def find_exhibits(names: tuple[str, ...]) -> dict[str, Exhibit]:
    """The exhibits of those names; all of them for no names.

    Raises:
        GanTheoryError: for a name that is none; lists those there are.
    """
    if unknown := [name for name in names if name not in GALLERY]:
        raise GanTheoryError(
            f"there is no exhibit {unknown[0]!r}; choose from {', '.join(GALLERY)}"
        )
    return {name: GALLERY[name] for name in (names or GALLERY)}


def judge(recording: Recording, signs: tuple[Sign, ...]) -> list[Finding]:
    """Hold a recording against signs."""
    return [Finding(sign, SYMPTOMS[sign.symptom](recording)) for sign in signs]
