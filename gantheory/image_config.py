"""The configuration of an image experiment; the defaults are the paper's on MNIST.

Source: the released code of Goodfellow et al. 2014, `mnist.yaml`. Where the paper and its code
differ (simultaneous updates against Algorithm 1, the non-saturating loss against minimax), the
default is the code, which the paper's numbers come from, and the other is an option.
"""

from dataclasses import dataclass, fields
from typing import Literal

from gantheory.errors import GanTheoryError


@dataclass(frozen=True)
class ImageConfig:
    """Everything that decides the numbers of an image run.

    Attributes:
        dataset: the image set.
        epochs: passes over the training images.
        seed: of initialisation, minibatches, noise, dropout and samples.
        schedule: "simultaneous" updates both players from the same parameters (the paper's
            code); "alternating" is Algorithm 1 as printed.
        game: "non_saturating" (G maximises log D(G(z)), the paper's code) or "minimax" (eq. 1).
        discriminator_steps: k of Algorithm 1; simultaneous updates have k = 1.
        train_images: use only the first so many of the training split; 0 takes all of them.
        batch: images per update.
        noise: dimension of z, uniform on (-sqrt 3, sqrt 3).
        generator_hidden: rectified linear units per hidden layer of G; its output is sigmoid.
        generator_range: initial weights of G are uniform on (-r, r).
        discriminator_hidden: maxout units per hidden layer of D.
        discriminator_pieces: linear pieces per maxout unit.
        discriminator_range: initial weights of D are uniform on (-r, r).
        keep_input: probability that dropout keeps an input of D.
        keep_hidden: probability that dropout keeps a hidden unit of D.
        discriminator_weight: factor on D's loss.
        learning_rate: of the first update, for both players.
        learning_rate_divisor: the rate is divided by this after every update.
        learning_rate_floor: and never falls below this.
        momentum: in the first epoch.
        final_momentum: reached linearly, epoch by epoch.
        momentum_epochs: the epoch in which it is reached.
        sheet_every: epochs between sample sheets; 0 for none but the last.
        parzen_every: epochs between Parzen scores; 0 for none but the last.
        parzen_samples: samples of G in a Parzen score.
    """

    dataset: str = "mnist"
    epochs: int = 250
    seed: int = 0
    schedule: Literal["simultaneous", "alternating"] = "simultaneous"
    game: Literal["non_saturating", "minimax"] = "non_saturating"
    discriminator_steps: int = 1
    train_images: int = 0
    batch: int = 100
    noise: int = 100
    generator_hidden: tuple[int, ...] = (1200, 1200)
    generator_range: float = 0.05
    discriminator_hidden: tuple[int, ...] = (240, 240)
    discriminator_pieces: int = 5
    discriminator_range: float = 0.005
    keep_input: float = 0.8
    keep_hidden: float = 0.5
    discriminator_weight: float = 0.5
    learning_rate: float = 0.1
    learning_rate_divisor: float = 1.000004
    learning_rate_floor: float = 1e-6
    momentum: float = 0.5
    final_momentum: float = 0.7
    momentum_epochs: int = 250
    sheet_every: int = 5
    parzen_every: int = 10
    parzen_samples: int = 10_000

    def check(self) -> None:
        """Refuse values that make no sense.

        Raises:
            GanTheoryError: names the first one.
        """
        at_least = {
            "epochs": 1,
            "seed": 0,
            "discriminator_steps": 1,
            "train_images": 0,
            "batch": 1,
            "noise": 1,
            "discriminator_pieces": 1,
            "momentum_epochs": 2,
            "sheet_every": 0,
            "parzen_every": 0,
            "parzen_samples": 1,
        }
        for name, least in at_least.items():
            if getattr(self, name) < least:
                _refuse(name, f"must be at least {least}, not {getattr(self, name)}")
        if self.seed >= 2**32:
            _refuse("seed", "must be below 2^32")
        for name in ("generator_hidden", "discriminator_hidden"):
            if any(units < 1 for units in getattr(self, name)):
                _refuse(name, "must be positive numbers of units")
        for name in ("keep_input", "keep_hidden"):
            if not 0 < getattr(self, name) <= 1:
                _refuse(name, "is a probability above 0 and up to 1")
        for name in ("momentum", "final_momentum"):
            if not 0 <= getattr(self, name) < 1:
                _refuse(name, "must be at least 0 and below 1")
        for name in ("generator_range", "discriminator_range", "discriminator_weight"):
            if not 0 < getattr(self, name) < float("inf"):
                _refuse(name, "must be a positive number")
        for name in ("learning_rate", "learning_rate_floor"):
            if not 0 <= getattr(self, name) < float("inf"):
                _refuse(name, "must not be negative")
        if not 1 <= self.learning_rate_divisor < 2:
            _refuse("learning_rate_divisor", "must be at least 1 and below 2")
        if self.schedule == "simultaneous" and self.discriminator_steps != 1:
            _refuse("discriminator_steps", "is 1 with simultaneous updates; use alternating ones")


#: fields that may change when a run is resumed: they do not touch what has been done already
RESUMABLE = frozenset({"epochs", "sheet_every", "parzen_every", "parzen_samples"})


def differences(saved: dict[str, object], config: ImageConfig) -> list[str]:
    """Say where a configuration departs from the saved one of the run that it is to resume."""
    found = []
    for field in fields(config):
        now = getattr(config, field.name)
        now = list(now) if isinstance(now, tuple) else now
        if field.name not in RESUMABLE and saved.get(field.name) != now:
            option = field.name.replace("_", "-")
            found.append(f"--{option} was {saved.get(field.name)}, not {now}")
    return found


def _refuse(name: str, why: str) -> None:
    raise GanTheoryError(f"--{name.replace('_', '-')} {why}")
