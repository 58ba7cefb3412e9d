"""What a sweep is: one GAN on a mixture, trained from many seeds. Plain data, without JAX."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from gantheory.errors import GanTheoryError
from gantheory.remedies import Remedies, settings

Activation = Literal["relu", "tanh", "softplus", "sigmoid"]
FirstWeights = Literal["glorot", "normal", "orthogonal"]

_NOT_NEGATIVE = (
    "gradient_penalty",
    "gradient_penalty_target",
    "r1",
    "r2",
    "weight_clipping",
    "instance_noise",
    "consensus",
)


@dataclass(frozen=True)
class SweepConfig:
    """Everything that decides the numbers of a sweep.

    Attributes:
        target: p_data: a name (ring8, grid25, spiral, two_moons, pinwheel, ...), random:MODES:SEED,
            a 1-D formula such as "0.5*N(-2,0.5)+0.5*N(2,0.5)", or a TOML file.
        game: what the players minimise: non_saturating, minimax, least_squares, wasserstein, ...
        seeds: how many runs.
        first_seed: the seeds are this one and those that follow it.
        schedule: "alternating" (Algorithm 1: D first, then G against the new D) or "simultaneous".
        k: discriminator updates per iteration.
        iterations: generator updates.
        batch: what D sees of the data, and of samples, per update: points, or packs of points.
        noise: dimension of z.
        prior: p_z: standard normal, or uniform on [-1, 1].
        generator_hidden: units per hidden layer of G.
        discriminator_hidden: units per hidden layer of D.
        activation: of the hidden layers.
        maxout_pieces: hidden layers of D are maxout units of so many pieces; 0 for `activation`.
        batch_norm: normalise over the batch in the hidden layers of G.
        first_weights: how weights are drawn: uniform by Glorot's rule, normal, or orthogonal.
        weight_scale: standard deviation of normal first weights, or gain of orthogonal ones.
        optimizer: "adam", "rmsprop", "momentum" or "sgd".
        generator_rate: learning rate of G.
        discriminator_rate: learning rate of D.
        beta1: Adam's first decay, or the decay of the momentum.
        beta2: Adam's second decay, or RMSProp's.
        measure_every: iterations between measurements.
        deep_every: every so many measurements, and at the last one, JSD and D against D* are
            measured too, which takes about 0.02 s per seed (0.06 s where p_g is exact); 0 for the
            last one only.
        samples: drawn from p_g for every measurement; 0 as many as the target's convention says.
        packing: D judges packs of so many points (PacGAN); 1 is no packing.
        unrolling: G moves against D as it will be after so many updates (Unrolled GAN); 0 is none.
        gradient_penalty: weight of WGAN-GP's penalty on D's slope between data and samples; 0 none.
        gradient_penalty_target: the slope that this penalty asks for.
        r1: weight of R1, the penalty on D's slope on data; 0 is none.
        r2: weight of R2, the same on samples; 0 is none.
        weight_clipping: D's parameters are clipped to this size (Wasserstein GAN); 0 is none.
        instance_noise: standard deviation of noise on what D sees, fading to 0 over the run.
        label_smoothing: D is told that data are real with this probability; 1 is no smoothing.
        minibatch_kernels: features of minibatch discrimination before D's output; 0 is none.
        consensus: weight of consensus optimisation; 0 is none.
        lookahead: updates of the game: "none", "extragradient" or "optimistic".
    """

    target: str = "ring8"
    game: str = "non_saturating"
    seeds: int = 16
    first_seed: int = 0
    schedule: Literal["alternating", "simultaneous"] = "alternating"
    k: int = 1
    iterations: int = 5000
    batch: int = 128
    noise: int = 2
    prior: Literal["normal", "uniform"] = "normal"
    generator_hidden: tuple[int, ...] = (32, 32)
    discriminator_hidden: tuple[int, ...] = (32, 32)
    activation: Activation = "relu"
    maxout_pieces: int = 0
    batch_norm: bool = False
    first_weights: FirstWeights = "glorot"
    weight_scale: float = 1.0
    optimizer: Literal["adam", "rmsprop", "momentum", "sgd"] = "adam"
    generator_rate: float = 1e-3
    discriminator_rate: float = 1e-3
    beta1: float = 0.5
    beta2: float = 0.999
    measure_every: int = 250
    deep_every: int = 5
    samples: int = 0
    packing: int = 1
    unrolling: int = 0
    gradient_penalty: float = 0.0
    gradient_penalty_target: float = 1.0
    r1: float = 0.0
    r2: float = 0.0
    weight_clipping: float = 0.0
    instance_noise: float = 0.0
    label_smoothing: float = 1.0
    minibatch_kernels: int = 0
    consensus: float = 0.0
    lookahead: Literal["none", "extragradient", "optimistic"] = "none"

    @property
    def seed_list(self) -> range:
        """The seeds."""
        return range(self.first_seed, self.first_seed + self.seeds)

    @property
    def frames(self) -> int:
        """Measurements per seed, that of the untrained networks included."""
        return -(-self.iterations // self.measure_every) + 1

    @property
    def measured_at(self) -> tuple[int, ...]:
        """The iterations after which there is a measurement."""
        return (*range(0, self.iterations, self.measure_every), self.iterations)

    def is_deep(self, frame: int) -> bool:
        """Whether JSD and D against D* are measured at this frame, counted from 0."""
        last = frame + 1 == self.frames
        return last or (self.deep_every > 0 and frame > 0 and frame % self.deep_every == 0)

    @property
    def widest(self) -> int:
        """Columns of the widest weight matrix."""
        pieces = max(1, self.maxout_pieces)
        return max(*self.generator_hidden, *(pieces * n for n in self.discriminator_hidden))

    def check(self) -> "SweepConfig":
        """Refuse a configuration that makes no sense.

        Returns:
            The configuration.

        Raises:
            GanTheoryError: naming the setting.
        """
        choices: dict[str, tuple[str, ...]] = {
            "schedule": ("alternating", "simultaneous"),
            "prior": ("normal", "uniform"),
            "activation": ("relu", "tanh", "softplus", "sigmoid"),
            "first_weights": ("glorot", "normal", "orthogonal"),
            "optimizer": ("adam", "rmsprop", "momentum", "sgd"),
            "lookahead": ("none", "extragradient", "optimistic"),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise GanTheoryError(f"{name} must be one of {', '.join(allowed)}")
        least = {"seeds": 1, "first_seed": 0, "k": 1, "iterations": 1, "batch": 2, "noise": 1}
        least |= {"maxout_pieces": 0, "measure_every": 1, "samples": 0, "packing": 1}
        least |= {"unrolling": 0, "minibatch_kernels": 0, "deep_every": 0}
        for name, bound in least.items():
            if getattr(self, name) < bound:
                raise GanTheoryError(f"{name} must be at least {bound}")
            if getattr(self, name) >= 2**31:
                raise GanTheoryError(f"{name} must be below 2^31")
        if self.first_seed + self.seeds > 2**31:
            raise GanTheoryError("seeds must be below 2^31")
        if self.schedule == "simultaneous" and self.k != 1:
            raise GanTheoryError(
                f"the simultaneous schedule has one discriminator update, k = 1, not {self.k}"
            )
        for name in ("generator_rate", "discriminator_rate", "weight_scale"):
            if not 0 < getattr(self, name) < float("inf"):
                raise GanTheoryError(f"{name} must be a positive number")
        off_at_0 = (
            "gradient_penalty",
            "r1",
            "r2",
            "weight_clipping",
            "instance_noise",
            "consensus",
        )
        for name in (*off_at_0, "gradient_penalty_target"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise GanTheoryError(f"{name} must be a number that is not negative")
        if not 0.5 < self.label_smoothing <= 1:
            raise GanTheoryError("label_smoothing must be above 0.5, and 1 for none")
        for name in ("beta1", "beta2"):
            if not 0 <= getattr(self, name) < 1:
                raise GanTheoryError(f"{name} must be in [0, 1)")
        for name in ("generator_hidden", "discriminator_hidden"):
            if min(getattr(self, name), default=0) < 1:
                raise GanTheoryError(f"{name} needs at least one layer of at least one unit")
        return self

    @property
    def remedies(self) -> Remedies:
        """The remedies as `algorithm1` takes them."""
        found: dict[str, Any] = {}
        if self.packing > 1:
            found["packing"] = settings.Packing(self.packing)
        if self.gradient_penalty:
            found["gradient_penalty"] = settings.GradientPenalty(
                self.gradient_penalty, self.gradient_penalty_target
            )
        if self.r1:
            found["r1"] = settings.R1(self.r1)
        if self.r2:
            found["r2"] = settings.R2(self.r2)
        if self.weight_clipping:
            found["weight_clipping"] = settings.WeightClipping(self.weight_clipping)
        if self.instance_noise:
            found["instance_noise"] = settings.InstanceNoise(
                self.instance_noise, 0.0, self.iterations
            )
        if self.label_smoothing < 1:
            found["label_smoothing"] = settings.LabelSmoothing(self.label_smoothing)
        if self.unrolling:
            found["unrolling"] = settings.Unrolling(self.unrolling)
        if self.consensus:
            found["consensus"] = settings.Consensus(self.consensus)
        if self.lookahead != "none":
            found["lookahead"] = self.lookahead
        return Remedies(**found)


def check_recording(seeds: Sequence[int], every: int) -> None:
    """Refuse a wish for replays that makes no sense, before anything is trained.

    Args:
        seeds: to be recorded; none is no wish.
        every: iterations between frames; 0 for a default.

    Raises:
        GanTheoryError: saying what is wrong.
    """
    if seeds and (len(set(seeds)) < len(seeds) or min(seeds) < 0 or max(seeds) >= 2**31):
        raise GanTheoryError("seeds to record must be different, not negative and below 2^31")
    if not 0 <= every < 2**31:
        raise GanTheoryError("record-every must not be negative and must be below 2^31")


def differences(saved: Any, config: SweepConfig) -> list[str]:
    """What a saved configuration (plain data) has otherwise than `config`, in words."""
    own = json.loads(json.dumps(asdict(config)))
    if not isinstance(saved, dict):
        return ["its configuration is not readable"]
    names = [*own, *(name for name in saved if name not in own)]
    odd = [name for name in names if saved.get(name) != own.get(name)]
    return [f"{name} was {saved.get(name)!r}, now {own.get(name)!r}" for name in odd]
