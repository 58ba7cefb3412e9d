"""The conventions of published tables as configurations: networks, optimiser, batch, length.

A preset says how the networks were trained; the target carries how samples were counted. What a
source does not say, or could not be checked, is named in the preset's notes.
"""

import json
from dataclasses import asdict, dataclass

from gantheory.errors import GanTheoryError
from gantheory.sweep.config import SweepConfig, differences


@dataclass(frozen=True)
class Preset:
    """A named configuration.

    Attributes:
        config: the configuration, for the ring of 8 of that source.
        targets: the targets that the source used it for.
        source: where it is from.
        notes: what is not established, and what differs here.
    """

    config: SweepConfig
    targets: tuple[str, ...]
    source: str
    notes: str

    @property
    def is_published(self) -> bool:
        """Whether it is somebody else's."""
        return self.source != _OWN


_OWN = "this toolkit"

PRESETS: dict[str, Preset] = {
    "small": Preset(
        SweepConfig(),
        ("ring8", "grid25", "spiral", "two_moons", "pinwheel"),
        _OWN,
        "small networks, so that many seeds take a minute",
    ),
    "pacgan": Preset(
        SweepConfig(
            target="pacgan_ring8",
            game="non_saturating",
            schedule="simultaneous",
            iterations=400_000,
            batch=100,
            noise=2,
            generator_hidden=(400, 400, 400, 400),
            discriminator_hidden=(200, 200, 200),
            activation="relu",
            maxout_pieces=5,
            batch_norm=True,
            first_weights="normal",
            weight_scale=0.02,
            generator_rate=1e-4,
            discriminator_rate=1e-4,
            beta1=0.8,
            measure_every=10_000,
        ),
        ("pacgan_ring8", "pacgan_grid25"),
        "Lin et al. 2018 (PacGAN), their code; 100,000 samples, 400 epochs of batches of 100",
        "both players move at once, on the same samples (read in ALI's code, which theirs calls); "
        "samples are drawn with the statistics of their own batch, there with running averages; "
        "a pack's points are normalised together, there each by the other points in its place; "
        "fresh data at every update, there 100,000 fixed points",
    ),
    "veegan": Preset(
        SweepConfig(
            target="veegan_ring8",
            game="non_saturating",
            schedule="simultaneous",
            iterations=25_000,
            batch=500,
            noise=254,
            generator_hidden=(128, 128),
            discriminator_hidden=(128, 128),
            activation="relu",
            generator_rate=1e-3,
            discriminator_rate=1e-4,
            beta1=0.5,
            measure_every=1000,
        ),
        ("veegan_ring8", "veegan_grid25"),
        "Srivastava et al. 2017 (VEEGAN), quoted from memory",
        "not established: their notebook is not readable in the public copy; taken to follow the "
        "Unrolled GAN notebook with ReLU, both players moving at once; its first weights are not "
        "known, here Glorot's",
    ),
    "unrolled": Preset(
        SweepConfig(
            target="unrolled_notebook_ring7",
            game="minimax",
            schedule="simultaneous",
            iterations=25_000,
            batch=512,
            noise=256,
            generator_hidden=(128, 128),
            discriminator_hidden=(128, 128),
            activation="tanh",
            first_weights="orthogonal",
            weight_scale=1.4,
            generator_rate=1e-3,
            discriminator_rate=1e-4,
            beta1=0.5,
            unrolling=5,
            measure_every=1000,
        ),
        ("unrolled_notebook_ring7", "unrolled_ring8"),
        "Metz et al. 2017 (Unrolled GAN), their public notebook",
        "the notebook's ring has 7 modes, not 8; --unrolling 0 is its vanilla GAN. Both players "
        "move at once, on the same samples (read in the notebook)",
    ),
    "wgan_gp": Preset(
        SweepConfig(
            target="wgan_gp_ring8",
            game="wasserstein",
            gradient_penalty=0.1,
            k=5,
            iterations=100_000,
            batch=256,
            noise=2,
            generator_hidden=(512, 512, 512),
            discriminator_hidden=(512, 512, 512),
            activation="relu",
            generator_rate=1e-4,
            discriminator_rate=1e-4,
            beta1=0.5,
            beta2=0.9,
            measure_every=5000,
        ),
        ("wgan_gp_ring8", "wgan_gp_grid25"),
        "Gulrajani et al. 2017 (WGAN-GP), their toy code",
        "the first weights of their library were not checked; here Glorot's",
    ),
}


@dataclass(frozen=True)
class Origin:
    """What a configuration has from a preset: written beside its results.

    Attributes:
        preset: the name.
        source: where the preset is from.
        notes: what is not established in it.
        changed: the settings that are not the preset's, in words; how many seeds and how often is
            measured left out.
        warning: what does not go together; may be empty.
    """

    preset: str
    source: str
    notes: str
    changed: tuple[str, ...]
    warning: str


#: settings that are of a run and of no convention
_OF_A_RUN = ("seeds", "first_seed", "measure_every", "deep_every")


def origin_of(name: str, config: SweepConfig) -> Origin:
    """What a configuration that started from a preset has from it.

    Raises:
        GanTheoryError: for a name that is none.
    """
    preset = find_preset(name)
    own = json.loads(json.dumps(asdict(preset.config)))
    own |= {setting: getattr(config, setting) for setting in _OF_A_RUN}
    if config.target in preset.targets:
        own["target"] = config.target
    found = differences(own, config)
    warning = ""
    if preset.is_published and config.target not in preset.targets:
        warning = (
            f"the networks and lengths of preset {name} were used for "
            f"{' and '.join(preset.targets)}, not for {config.target}: this is no published set-up"
        )
    return Origin(name, preset.source, preset.notes, tuple(found), warning)


def find_preset(name: str) -> Preset:
    """The preset of that name.

    Raises:
        GanTheoryError: for a name that is none; lists those there are.
    """
    if name not in PRESETS:
        raise GanTheoryError(f"unknown preset {name!r}; choose one of {', '.join(PRESETS)}")
    return PRESETS[name]
