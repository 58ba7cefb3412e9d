"""The configuration of an image experiment; the defaults are the paper's on MNIST.

Source: the released code of Goodfellow et al. 2014, `mnist.yaml`; the other configurations of the
paper are in `gantheory.images.paper_configs`. Where the paper and its code differ (simultaneous
updates against Algorithm 1, the non-saturating loss against minimax), the default is the code,
which the paper's numbers come from, and the other is an option.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from gantheory.errors import GanTheoryError
from gantheory.seeds import check_seed

#: channels, pieces, filter side, padding, pooling window, pooling stride
ConvolutionSizes = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class ImageConfig:
    """Everything that decides the numbers of an image run.

    Attributes:
        experiment: the one of `gantheory.images.paper_configs` that this one departs from.
        dataset: the image set.
        epochs: passes over the training images.
        seed: of initialisation, minibatches, noise, dropout and samples.
        schedule: "simultaneous" updates both players from the same parameters (the paper's
            code); "alternating" is Algorithm 1 as printed.
        game: "non_saturating" (G maximises log D(G(z)), the paper's code) or "minimax" (eq. 1).
        discriminator_steps: k of Algorithm 1; simultaneous updates have k = 1.
        train_images: use only the first so many of the training split; 0 takes all of them.
        scale: "unit" (pixels from 0 to 1) or "contrast" (every image has mean 0 and norm 55).
        batch: images per update.
        last_batch: what becomes of images that do not fill the last minibatch of an epoch:
            "keep" updates on them as they are (the paper's code), "drop" leaves them out.
        noise: dimension of z.
        noise_distribution: "uniform" on (-sqrt 3, sqrt 3) or "gaussian", variance 1 either way.
        generator_hidden: units per hidden layer of G.
        generator_activations: of the hidden layers of G; the list starts again when it is used up.
        generator_biases: first biases of the hidden layers of G; likewise.
        generator_range: initial weights of G are uniform on (-r, r).
        generator_output: activation of the output of G.
        generator_output_range: as generator_range, for the output; None takes that.
        generator_output_nonzero: each output of G starts with so many weights from N(0, 1), the
            others 0; 0 draws them uniformly.
        generator_output_bias: "marginals" starts at the logit of the mean of each pixel.
        generator_deconvolution: channels, side, filter side and stride, where the last hidden
            layer of G is an image that a transposed convolution turns into the output.
        discriminator_convolutions: per maxout convolution of D: channels, pieces, filter side,
            padding, pooling window, pooling stride.
        discriminator_hidden: maxout units per hidden layer of D, after the convolutions.
        discriminator_pieces: linear pieces per maxout unit.
        discriminator_range: initial weights of D are uniform on (-r, r).
        keep_input: probability that dropout keeps an input of D.
        keep_hidden: probability that dropout keeps a hidden unit of D.
        column_limit: largest norm of the incoming weights of a unit of G or D; 0 for no limit.
        discriminator_weight: factor on D's loss.
        learning_rate: of the first update, for both players.
        learning_rate_divisor: the rate is divided by this after every update.
        learning_rate_floor: and never falls below this.
        momentum: in the first epoch.
        final_momentum: reached linearly, epoch by epoch.
        momentum_epochs: the epoch in which it is reached.
        pretrained_layers: so many of the last layers of G, its output included, come from
            another run.
        sheet_every: epochs between sample sheets; 0 for none but the last.
        parzen_every: epochs between Parzen scores; 0 for none but the last.
        parzen_samples: samples of G in a Parzen score.
        stop_after: stop when the validation score has not risen for so many epochs, and score
            the best checkpoint; 0 trains for all epochs and scores the last.
    """

    experiment: str = "mnist"
    dataset: str = "mnist"
    epochs: int = 250
    seed: int = 0
    schedule: Literal["simultaneous", "alternating"] = "simultaneous"
    game: Literal["non_saturating", "minimax"] = "non_saturating"
    discriminator_steps: int = 1
    train_images: int = 0
    scale: Literal["unit", "contrast"] = "unit"
    batch: int = 100
    last_batch: Literal["keep", "drop"] = "drop"
    noise: int = 100
    noise_distribution: Literal["uniform", "gaussian"] = "uniform"
    generator_hidden: tuple[int, ...] = (1200, 1200)
    generator_activations: tuple[str, ...] = ("relu",)
    generator_biases: tuple[float, ...] = (0.0,)
    generator_range: float = 0.05
    generator_output: Literal["sigmoid", "linear"] = "sigmoid"
    generator_output_range: float | None = None
    generator_output_nonzero: int = 0
    generator_output_bias: Literal["marginals", "zero"] = "marginals"
    generator_deconvolution: tuple[int, ...] = ()
    discriminator_convolutions: tuple[ConvolutionSizes, ...] = ()
    discriminator_hidden: tuple[int, ...] = (240, 240)
    discriminator_pieces: int = 5
    discriminator_range: float = 0.005
    keep_input: float = 0.8
    keep_hidden: float = 0.5
    column_limit: float = 0.0
    discriminator_weight: float = 0.5
    learning_rate: float = 0.1
    learning_rate_divisor: float = 1.000004
    learning_rate_floor: float = 1e-6
    momentum: float = 0.5
    final_momentum: float = 0.7
    momentum_epochs: int = 250
    pretrained_layers: int = 0
    sheet_every: int = 5
    parzen_every: int = 10
    parzen_samples: int = 10_000
    stop_after: int = 0

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
            "generator_output_nonzero": 0,
            "pretrained_layers": 0,
            "stop_after": 0,
        }
        for name, least in at_least.items():
            if getattr(self, name) < least:
                _refuse(name, f"must be at least {least}, not {getattr(self, name)}")
        check_seed(self.seed)
        for name in ("generator_hidden", "discriminator_hidden"):
            if any(units < 1 for units in getattr(self, name)):
                _refuse(name, "must be positive numbers of units")
        for name in ("keep_input", "keep_hidden"):
            # dropout draws 16 bits
            if not 1 / 65536 <= getattr(self, name) <= 1:
                _refuse(name, "is a probability above 0 and up to 1, at least 1/65536")
        for name in ("momentum", "final_momentum"):
            if not 0 <= getattr(self, name) < 1:
                _refuse(name, "must be at least 0 and below 1")
        for name in ("generator_activations", "generator_biases"):
            if not getattr(self, name):
                _refuse(name, "must have at least one entry")
        if not all(map(math.isfinite, self.generator_biases)):
            _refuse("generator_biases", "must be numbers")
        positive = ["generator_range", "discriminator_range", "discriminator_weight"]
        if self.generator_output_range is not None:
            positive.append("generator_output_range")
        for name in positive:
            if not 0 < getattr(self, name) < float("inf"):
                _refuse(name, "must be a positive number")
        for name in ("learning_rate", "learning_rate_floor"):
            if not 0 <= getattr(self, name) < float("inf"):
                _refuse(name, "must not be negative")
        if not 1 <= self.learning_rate_divisor < 2:
            _refuse("learning_rate_divisor", "must be at least 1 and below 2")
        if self.schedule == "simultaneous" and self.discriminator_steps != 1:
            _refuse("discriminator_steps", "is 1 with simultaneous updates; use alternating ones")
        if self.last_batch == "keep" and self.discriminator_steps != 1:
            _refuse("last_batch", "can be kept with one discriminator step only; drop it")
        if not 0 <= self.column_limit < float("inf"):
            _refuse("column_limit", "must not be negative; 0 sets no limit")
        for sizes in self.discriminator_convolutions:
            self._check_convolution(sizes)
        if self.generator_deconvolution:
            self._check_deconvolution()
        if self.generator_output == "linear" and self.generator_output_bias == "marginals":
            _refuse("generator_output_bias", "has no logit to be of with a linear output; use zero")
        if self.pretrained_layers > len(self.generator_hidden):
            _refuse("pretrained_layers", "must leave a new layer of G below the pretrained ones")
        if self.stop_after and not 0 < self.parzen_every <= self.stop_after:
            _refuse("stop_after", "needs scores on the way: set --parzen-every to no more than it")
        if self.experiment.startswith("tfd") != (self.dataset == "tfd"):
            # a number measured on other faces must not look like one of TFD
            _refuse("dataset", f"cannot be {self.dataset} for {self.experiment}; TFD goes with TFD")

    @staticmethod
    def _check_convolution(sizes: tuple[int, ...]) -> None:
        least = (1, 1, 1, 0, 1, 1)
        if len(sizes) != len(least) or any(a < b for a, b in zip(sizes, least, strict=True)):
            _refuse(
                "discriminator_convolutions",
                f"are six numbers each, all positive but the padding, which may be 0, not {sizes}",
            )

    def _check_deconvolution(self) -> None:
        sizes = self.generator_deconvolution
        if len(sizes) != 4 or min(sizes) < 1:
            _refuse("generator_deconvolution", "is channels, side, filter side and stride")
        channels, side = sizes[:2]
        if not self.generator_hidden or self.generator_hidden[-1] != channels * side * side:
            _refuse(
                "generator_deconvolution",
                f"wants a last hidden layer of {channels} x {side} x {side} units",
            )


#: fields that may change when a run is resumed: they do not touch what has been done already.
#: parzen_samples is none: the best epoch is chosen by scores, which must compare
RESUMABLE = frozenset({"epochs", "sheet_every", "parzen_every", "stop_after"})


def config_of(saved: Mapping[str, Any]) -> ImageConfig:
    """Rebuild a configuration from the `config.json` or checkpoint of a run.

    Fields that an older version did not have take their defaults, which is what it did.

    Raises:
        GanTheoryError: for a field that this version does not know, or what is no configuration.
    """
    if not isinstance(saved, Mapping):
        raise GanTheoryError("a configuration is to be an object of named settings; it is damaged")
    known = {field.name for field in fields(ImageConfig)}
    if odd := sorted(set(saved) - known):
        raise GanTheoryError(f"a configuration has {odd[0]!r}, which this version does not know")
    return ImageConfig(**{name: _frozen(value) for name, value in saved.items()})


def differences(saved: Mapping[str, Any], config: ImageConfig) -> list[str]:
    """Say where a configuration departs from the saved one of the run that it is to resume."""
    before = config_of(saved)
    found = []
    for field in fields(config):
        was, now = getattr(before, field.name), getattr(config, field.name)
        if field.name not in RESUMABLE and was != now:
            found.append(f"--{field.name.replace('_', '-')} was {was}, not {now}")
    return found


def _frozen(value: Any) -> Any:
    """Turn the lists of JSON into tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _refuse(name: str, why: str) -> None:
    raise GanTheoryError(f"--{name.replace('_', '-')} {why}")
