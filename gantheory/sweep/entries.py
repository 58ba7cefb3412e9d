"""The entries of the mode-collapse table: which target, which method, under whose conventions.

A convention gives networks, optimiser, batch, length and the way of counting; a method changes
only what it is about. So the methods of one convention can be compared with one another, which
numbers of different papers cannot.
"""

import fnmatch
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from gantheory.errors import GanTheoryError
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.presets import PRESETS
from gantheory.sweep.published import TABLES, Published

#: what each method changes; WGAN-GP's settings are those of its toy code
METHODS: dict[str, dict[str, Any]] = {
    "vanilla": {},
    "unrolled": {"unrolling": 5},
    "pacgan2": {"packing": 2},
    "pacgan3": {"packing": 3},
    "pacgan4": {"packing": 4},
    "wgan_gp": {
        "game": "wasserstein",
        "schedule": "alternating",
        "gradient_penalty": 0.1,
        "k": 5,
        "beta1": 0.5,
        "beta2": 0.9,
    },
}
TARGETS = ("ring8", "grid25")

#: measurements over a run, beside that of the untrained networks; even, so that one is half-way
LOOKS = 10

Plan = Literal["least", "two-hours"]

#: plan -> (convention, method) -> share of the published updates. An update takes, in ms of one
#: core: PacGAN's conventions 9 (vanilla) to 17 (4 in a pack), WGAN-GP 56, unrolled 139; VEEGAN's
#: 3.3 to 11, 18, 25. That is the core's speed at matrix products. With 10 seeds all published
#: updates are some 560 core-hours, 550 of them PacGAN's, and "least" is about 45 core-minutes;
#: two hours are enough for VEEGAN's vanilla GAN at its full length
PLANS: dict[Plan, dict[tuple[str, str], float]] = {
    "least": {
        ("veegan", "vanilla"): 0.1,
        ("veegan", "unrolled"): 0.02,
        ("veegan", "pacgan2"): 0.03,
        ("veegan", "pacgan3"): 0.03,
        ("veegan", "pacgan4"): 0.03,
        ("veegan", "wgan_gp"): 0.01,
        ("pacgan", "vanilla"): 0.0025,
        ("pacgan", "pacgan2"): 0.0025,
        ("pacgan", "pacgan3"): 0.0025,
        ("pacgan", "pacgan4"): 0.0025,
        ("pacgan", "wgan_gp"): 0.00025,
        ("pacgan", "unrolled"): 0.0001,
    },
    "two-hours": {
        ("veegan", "vanilla"): 1.0,
        ("veegan", "unrolled"): 0.05,
        ("veegan", "pacgan2"): 0.03,
        ("veegan", "pacgan3"): 0.03,
        ("veegan", "pacgan4"): 0.03,
        ("veegan", "wgan_gp"): 0.03,
        ("pacgan", "vanilla"): 0.0075,
        ("pacgan", "pacgan2"): 0.0075,
        ("pacgan", "pacgan3"): 0.0075,
        ("pacgan", "pacgan4"): 0.0075,
        ("pacgan", "wgan_gp"): 0.00125,
        ("pacgan", "unrolled"): 0.0005,
    },
}


@dataclass(frozen=True)
class Entry:
    """One line of the table.

    Attributes:
        target: in `TARGETS`.
        method: in `METHODS`.
        convention: in `gantheory.sweep.published.TABLES`.
    """

    target: str
    method: str
    convention: str

    @property
    def name(self) -> str:
        """What --only knows it by: target/method/convention."""
        return f"{self.target}/{self.method}/{self.convention}"

    @property
    def published(self) -> Published | None:
        """The published row, if there is one."""
        return TABLES[self.convention].rows.get((self.target, self.method))

    @property
    def published_updates(self) -> int:
        """Generator updates at budget 1."""
        return PRESETS[TABLES[self.convention].preset].config.iterations

    def share(self, budget: float | Plan) -> float:
        """Its budget in a plan, or the one given."""
        if isinstance(budget, str):
            return PLANS[budget][self.convention, self.method]
        return budget

    def config(self, budget: float, seeds: int) -> SweepConfig:
        """The sweep of this entry at a share of the published updates.

        Raises:
            GanTheoryError: for a budget outside (0, 1] or fewer than 2 seeds.
        """
        if not 0 < budget <= 1:
            raise GanTheoryError("the budget is a share of the published updates: 0 < budget <= 1")
        if seeds < 2:
            raise GanTheoryError("the table needs at least 2 seeds: a single run shows nothing")
        base = PRESETS[TABLES[self.convention].preset].config
        iterations = max(1, round(budget * base.iterations))
        return replace(
            base,
            target=f"{self.convention}_{self.target}",
            seeds=seeds,
            iterations=iterations,
            measure_every=math.ceil(iterations / LOOKS),
            deep_every=0,
            **METHODS[self.method],
        ).check()

    def folder(self, out: Path, budget: float) -> Path:
        """Where its sweep is kept."""
        return out / self.target / self.method / self.convention / f"budget-{budget:g}"


def all_entries() -> list[Entry]:
    """All entries, those of one table together."""
    return [
        Entry(target, method, convention)
        for convention in TABLES
        for target in TARGETS
        for method in METHODS
    ]


def chosen(patterns: Sequence[str]) -> list[Entry]:
    """The entries that patterns name; all for no patterns.

    Args:
        patterns: target/method/convention with * for any, from the left: ring8,
            ring8/pacgan2, */vanilla/veegan.

    Raises:
        GanTheoryError: for a pattern that names none.
    """
    everything = all_entries()
    if not patterns:
        return everything
    wanted: set[Entry] = set()
    for pattern in patterns:
        parts = [*pattern.strip("/").split("/"), "*", "*"][:3]
        found = {e for e in everything if fnmatch.fnmatchcase(e.name, "/".join(parts))}
        if not found or pattern.strip("/").count("/") > 2:
            raise GanTheoryError(
                f"--only {pattern}: no such entry; write target/method/convention with targets "
                f"{', '.join(TARGETS)}, methods {', '.join(METHODS)}, conventions "
                f"{', '.join(TABLES)}, and * for any"
            )
        wanted |= found
    return [entry for entry in everything if entry in wanted]


def work(config: SweepConfig) -> float:
    """What a sweep costs, in multiplications and additions, roughly: to tell how long is to go."""
    generator = _products((config.noise, *config.generator_hidden, 2))
    pieces = max(1, config.maxout_pieces)
    first = config.packing * 2
    discriminator = pieces * _products((first, *config.discriminator_hidden, 1))
    packs, points = config.batch, config.batch * config.packing
    # D's step: samples, then forward and backward on data and on samples; the penalty doubles it
    penalised = 2 if config.gradient_penalty else 1
    on_both = 6 * penalised * packs * discriminator
    of_d = points * generator + on_both
    # G's step goes forward and backward through both
    of_g = 3 * points * generator + 2 * packs * discriminator
    # both at once share the samples and the way back through D
    update = config.k * of_d + of_g
    if config.schedule == "simultaneous":
        update = 3 * points * generator + on_both
    # unrolled, it goes through so many steps of D, and back through each
    update += 3 * config.unrolling * of_d
    return float(config.seeds * config.iterations * update)


def _products(widths: Sequence[int]) -> int:
    return sum(a * b for a, b in itertools.pairwise(widths))
