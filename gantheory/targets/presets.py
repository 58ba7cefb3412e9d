"""All named targets, with their sources and conventions, and the way to find one.

The presets hold what papers and their code really did, slips included: where the two differ, the
source says which of them is meant.
"""

import difflib
from pathlib import Path

import numpy as np

from gantheory.errors import GanTheoryError
from gantheory.line.densities import TARGETS as ON_LINE
from gantheory.line.densities import parse_target
from gantheory.targets.convention import Target
from gantheory.targets.files import read_target
from gantheory.targets.mixture import Mixture
from gantheory.targets.names import TARGET_NAMES
from gantheory.targets.shapes import grid, parse_random, pinwheel, ring, spiral, two_moons

_OWN = "this toolkit"
_PACGAN_SOURCE = "Lin et al. 2018 (PacGAN), their code: configuration and metric logger"
_VEEGAN_SOURCE = (
    "Srivastava et al. 2017 (VEEGAN), table 1; radius, spacing and std from PacGAN's replica"
)
_VEEGAN_NOTES = (
    "geometry as in PacGAN's replica: VEEGAN's own 2-D notebook is not at hand; its baselines "
    "differ by a factor of six from PacGAN's on the same target, so name the table next to a number"
)
_PICTURES = "the source shows pictures, no counts; counted here as PacGAN counts"


def _rising(count: int) -> list[float]:
    """Weights in the proportion 1 : 2 : ... : count."""
    return [2 * (i + 1) / (count * (count + 1)) for i in range(count)]


def _notebook_ring() -> Mixture:
    """Eight equal components at linspace(0, 2 pi, 8), ends included: the first is the last."""
    angles = 2 * np.pi * np.arange(7) / 7
    means = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return Mixture.isotropic(means, 0.01, [2 / 8] + [1 / 8] * 6)


def _all() -> list[Target]:
    own_line = [
        Target(name, Mixture.on_line(mixture), f"{_OWN}, 1-D") for name, mixture in ON_LINE.items()
    ]
    own_plane = [
        Target("ring8", ring(8, 1.0, 0.01), f"{_OWN}; the geometry of pacgan_ring8"),
        Target("grid25", grid(5, 2.0, 0.05), f"{_OWN}; the geometry of pacgan_grid25"),
        Target(
            "imbalanced_ring8",
            ring(8, 1.0, 0.01, _rising(8)),
            _OWN,
            notes="ring8 with weights 1 : 2 : ... : 8, counter-clockwise from the x axis",
        ),
        Target(
            "imbalanced_grid25",
            grid(5, 2.0, 0.05, _rising(25)),
            _OWN,
            notes="grid25 with weights 1 : 2 : ... : 25, row by row",
        ),
        Target(
            "spiral",
            spiral(),
            _OWN,
            notes="96 round Gaussians along the curve; a mode is one of 8 stretches of equal mass",
        ),
        Target(
            "two_moons",
            two_moons(),
            f"{_OWN}, after scikit-learn's make_moons",
            notes="32 round Gaussians per moon, centred at the origin; a mode is a moon",
        ),
        Target(
            "pinwheel",
            pinwheel(),
            f"{_OWN}, after the recipe of Johnson et al. 2016",
            notes="12 long Gaussians per arm; a mode is an arm",
        ),
    ]
    pacgan = [
        Target("pacgan_ring8", ring(8, 1.0, 0.01), _PACGAN_SOURCE),
        Target("pacgan_grid25", grid(5, 2.0, 0.05), _PACGAN_SOURCE),
    ]
    veegan = [
        Target("veegan_ring8", ring(8, 1.0, 0.01), _VEEGAN_SOURCE, notes=_VEEGAN_NOTES),
        Target("veegan_grid25", grid(5, 2.0, 0.05), _VEEGAN_SOURCE, notes=_VEEGAN_NOTES),
    ]
    others = [
        Target(
            "unrolled_ring8",
            ring(8, 2.0, 0.02),
            "Metz et al. 2017 (Unrolled GAN), the paper's toy, quoted from memory",
            notes=f"{_PICTURES}; the authors' notebook has another ring: unrolled_notebook_ring7",
        ),
        Target(
            "unrolled_notebook_ring7",
            _notebook_ring(),
            "Metz et al. 2017 (Unrolled GAN), their public notebook",
            notes=(
                f"meant to be 8 modes: linspace(0, 2 pi, 8) holds both ends, so there are 7, the "
                f"first with double weight; GDPP's code inherits this ring; {_PICTURES}"
            ),
        ),
        Target(
            "wgan_gp_ring8",
            ring(8, 2 / 1.414, 0.02 / 1.414),
            "Gulrajani et al. 2017 (WGAN-GP), their toy code",
            notes=_PICTURES,
        ),
        Target(
            "wgan_gp_grid25",
            grid(5, 2 / 2.828, 0.05 / 2.828),
            "Gulrajani et al. 2017 (WGAN-GP), their toy code",
            notes=_PICTURES,
        ),
        Target(
            "d2gan_ring8",
            ring(8, 2.0, float(np.sqrt(0.02))),
            "Nguyen et al. 2017 (D2GAN), their code",
            notes="0.02 is given as the variance there, so the std is 0.141, not 0.02",
        ),
    ]
    return [*own_line, *own_plane, *pacgan, *veegan, *others]


#: name -> target, in the order of `TARGET_NAMES`
TARGETS: dict[str, Target] = {target.name: target for target in _all()}


def find_target(name_or_path: str | Path) -> Target:
    """The target that a user means.

    Args:
        name_or_path: a name in `TARGET_NAMES`; `random:MODES:SEED`; a formula on the line such as
            `0.5*N(-2,0.5)+0.5*N(2,0.5)`; or the path of a TOML file (it ends in `.toml` or holds
            a slash), see `gantheory.targets.files`.

    Raises:
        GanTheoryError: for anything else, with the names that come close.
    """
    text = str(name_or_path).strip()
    if text in TARGETS:
        return TARGETS[text]
    formula = "N(" in text
    is_path = isinstance(name_or_path, Path) or text.endswith(".toml")
    if is_path or ("/" in text and not formula):
        return read_target(Path(name_or_path))
    if text.startswith("random:"):
        found = parse_random(text)
        if found is None:
            raise GanTheoryError(
                f"target {text!r}: write random:MODES:SEED with two whole numbers, as in random:8:1"
            )
        return Target(text, found, f"{_OWN}, drawn at random", notes="see shapes.random_mixture")
    if formula:
        return Target(text, Mixture.on_line(parse_target(text)), "a formula of the user")
    near = difflib.get_close_matches(text.lower(), TARGET_NAMES, n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"choose one of {', '.join(TARGET_NAMES)}, random:MODES:SEED or a .toml file"
    )
    raise GanTheoryError(f"there is no target {text!r}; {hint}")
