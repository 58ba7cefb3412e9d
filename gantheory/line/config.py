"""The configuration of a 1-D experiment: any mixture as p_data, a small GAN, what to record."""

from dataclasses import dataclass
from typing import Literal

from gantheory.errors import GanTheoryError
from gantheory.float32 import STEPS_OF_A_STD, float32_step
from gantheory.line.densities import Mixture1D, PriorName, parse_target
from gantheory.seeds import check_seed

#: activations with a continuous derivative: without one p_g would have jumps inside, or no density
Smooth = Literal["tanh", "softplus", "sigmoid"]


@dataclass(frozen=True)
class MixtureConfig:
    """Everything that decides the numbers of a 1-D run.

    Attributes:
        target: p_data: a name (gaussian, narrow, skewed, bimodal, unequal, trimodal) or a formula
            such as "0.5*N(-2,0.5)+0.5*N(2,0.5)"; the second number of N is the standard deviation.
        prior: p_z: uniform on [-1, 1] or standard normal.
        game: "minimax" (eq. 1) or "non_saturating" (G maximises log D(G(z))).
        k: discriminator updates per iteration (Algorithm 1).
        iterations: generator updates, without those of `slow_motion`.
        seed: of initialisation, minibatches and noise.
        batch: data points, and samples, per update.
        optimizer: "momentum" (the paper's) or "adam".
        generator_rate: learning rate of G.
        discriminator_rate: learning rate of D.
        final_rate: both rates fall linearly to this fraction of themselves, so that the noise of
            minibatches dies out.
        momentum: decay of the momentum; for Adam its first decay.
        generator_hidden: units per hidden layer of G.
        discriminator_hidden: units per hidden layer of D.
        generator_spread: G's first-layer weights and biases start uniform on (-spread, spread), so
            that its units turn at places spread over the line; with biases 0 all would turn at 0.
            The larger, the steeper G can be, and the more folds it starts with.
        discriminator_spread: the same for D.
        offset: where p_g starts, in standard deviations from the mean of the data.
        activation: of the hidden layers of both; smooth, so that p_g is a density in closed form.
        record_every: iterations between frames.
        slow_motion: after so many iterations comes one whose inner loop is recorded update by
            update, with `slow_motion_k` updates of D in place of k; multiples of `record_every`.
        slow_motion_k: discriminator updates of those iterations: enough to let D reach D*.
        slow_motion_batch: minibatch of those updates: large, so that what is seen is D climbing
            to D* and not the noise of its steps.
        slow_motion_frames: frames of each such inner loop, evenly spaced.
        grid: points of x at which curves are recorded.
        arrows: values of z whose images are recorded.
    """

    target: str = "gaussian"
    prior: PriorName = "normal"
    game: Literal["minimax", "non_saturating"] = "minimax"
    k: int = 1
    iterations: int = 1500
    seed: int = 1
    batch: int = 128
    optimizer: Literal["momentum", "adam"] = "adam"
    generator_rate: float = 2e-3
    discriminator_rate: float = 2e-2
    final_rate: float = 0.05
    momentum: float = 0.5
    generator_hidden: tuple[int, ...] = (32,)
    discriminator_hidden: tuple[int, ...] = (64,)
    generator_spread: float = 1.0
    discriminator_spread: float = 8.0
    offset: float = -1.5
    activation: Smooth = "tanh"
    record_every: int = 10
    slow_motion: tuple[int, ...] = (40, 60, 80, 120)
    slow_motion_k: int = 400
    slow_motion_batch: int = 1024
    slow_motion_frames: int = 40
    grid: int = 401
    arrows: int = 19

    def check(self) -> Mixture1D:
        """Refuse a configuration that makes no sense.

        Returns:
            The target, parsed.

        Raises:
            GanTheoryError: naming the setting.
        """
        target = parse_target(self.target)
        for mean, std in zip(target.means, target.stds, strict=True):
            if not STEPS_OF_A_STD * float(float32_step(mean)) <= std:
                raise GanTheoryError(
                    f"the target's N({mean:g},{std:g}) is too thin for its distance from 0: "
                    f"float32 has less than {STEPS_OF_A_STD} numbers in a standard deviation there"
                )
        choices = {
            "prior": ("uniform", "normal"),
            "game": ("minimax", "non_saturating"),
            "optimizer": ("momentum", "adam"),
            "activation": ("tanh", "softplus", "sigmoid"),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise GanTheoryError(f"{name} must be one of {', '.join(allowed)}")
        least = {
            "k": 1,
            "iterations": 1,
            "seed": 0,
            "batch": 2,
            "record_every": 1,
            "slow_motion_k": 1,
            "slow_motion_batch": 2,
            "slow_motion_frames": 1,
            "grid": 11,
            "arrows": 2,
        }
        for name, bound in least.items():
            if getattr(self, name) < bound:
                raise GanTheoryError(f"{name} must be at least {bound}")
        check_seed(self.seed)
        for name in (
            "generator_rate",
            "discriminator_rate",
            "generator_spread",
            "discriminator_spread",
        ):
            if not 0 < getattr(self, name) < float("inf"):
                raise GanTheoryError(f"{name} must be a positive number")
        if not 0 <= self.momentum < 1:
            raise GanTheoryError("momentum must be in [0, 1)")
        if not abs(self.offset) < float("inf"):
            raise GanTheoryError("offset must be a number")
        if not 0 < self.final_rate <= 1:
            raise GanTheoryError("final_rate must be in (0, 1]")
        if min((*self.generator_hidden, *self.discriminator_hidden), default=0) < 1:
            raise GanTheoryError("hidden layers need at least one unit each")
        if not self.generator_hidden or not self.discriminator_hidden:
            raise GanTheoryError("both networks need at least one hidden layer")
        if self.iterations % self.record_every:
            raise GanTheoryError("iterations must be a multiple of record_every")
        if any(i < 0 or i >= self.iterations or i % self.record_every for i in self.slow_motion):
            raise GanTheoryError(
                f"slow_motion must be multiples of record_every ({self.record_every}) below "
                f"iterations ({self.iterations})"
            )
        if self.slow_motion and self.slow_motion_k % self.slow_motion_frames:
            raise GanTheoryError("slow_motion_k must be a multiple of slow_motion_frames")
        return target
