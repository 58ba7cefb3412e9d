"""Named targets are what their sources say, slips included, and are easy to find."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gantheory import targets
from gantheory.errors import GanTheoryError
from gantheory.targets import TARGET_NAMES, TARGETS, Convention, Mixture, find_target


def geometry(name):
    """Distances of the modes from the origin, standard deviations, weights."""
    mixture = TARGETS[name].mixture
    radii = np.hypot(*np.array(mixture.means).T)
    return radii, np.sqrt(np.array(mixture.covariances)[:, 0, 0]), np.array(mixture.weights)


@pytest.mark.parametrize(
    ("name", "modes", "radius", "std"),
    [
        ("pacgan_ring8", 8, 1.0, 0.01),
        ("veegan_ring8", 8, 1.0, 0.01),
        ("unrolled_ring8", 8, 2.0, 0.02),
        ("wgan_gp_ring8", 8, 2 / 1.414, 0.02 / 1.414),
        ("d2gan_ring8", 8, 2.0, 0.02**0.5),
        ("unrolled_notebook_ring7", 7, 1.0, 0.01),
    ],
)
def test_rings_as_published(name, modes, radius, std):
    radii, stds, _ = geometry(name)
    assert TARGETS[name].mixture.modes == modes
    assert radii == pytest.approx(np.full(modes, radius))
    assert stds == pytest.approx(np.full(modes, std))


@pytest.mark.parametrize(
    ("name", "spacing", "std"),
    [("pacgan_grid25", 2.0, 0.05), ("wgan_gp_grid25", 2 / 2.828, 0.05 / 2.828)],
)
def test_grids_as_published(name, spacing, std):
    mixture = TARGETS[name].mixture
    wanted = [(spacing * a, spacing * b) for a in range(-2, 3) for b in range(-2, 3)]
    assert np.array(sorted(mixture.means)) == pytest.approx(np.array(wanted))
    assert geometry(name)[1] == pytest.approx(np.full(25, std))


def test_the_notebook_slip_is_what_inclusive_linspace_gives():
    # the notebook's way to write it: 8 angles with both ends
    angles = np.linspace(0, 2 * np.pi, 8)
    eight = Mixture.isotropic(np.stack([np.cos(angles), np.sin(angles)], axis=1), 0.01)
    x = eight.sample(np.random.default_rng(0), 50)
    seven = TARGETS["unrolled_notebook_ring7"].mixture
    assert seven.log_density(x) == pytest.approx(eight.log_density(x), abs=1e-9)
    assert max(seven.weights) == 2 * min(seven.weights)


def test_published_conventions():
    for name in ("pacgan_ring8", "pacgan_grid25", "veegan_ring8", "veegan_grid25"):
        assert TARGETS[name].convention == Convention(2500, 3.0, 1, "high_quality")
    assert "2500 samples" in Convention().text()


def test_every_target_has_a_source_and_is_listed():
    assert tuple(TARGETS) == TARGET_NAMES
    for name, target in TARGETS.items():
        assert target.name == name
        assert target.source
        assert find_target(name) is target


def test_names_cost_no_numpy():
    code = (
        "import sys; from gantheory.targets import TARGET_NAMES; assert TARGET_NAMES;"
        "assert not {'numpy', 'jax', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_the_package_offers_what_it_lists():
    for name in targets.__all__:
        assert getattr(targets, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = targets.nothing


def test_other_ways_to_name_a_target():
    assert find_target("random:5:1").mixture.modes == 5
    formula = find_target("1/4*N(-2,0.5)+0.75*N(2,0.5)")
    assert formula.mixture.weights == (0.25, 0.75)
    assert formula.mixture.dim == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ring9", "did you mean ring8"),
        ("Grid25", "did you mean grid25"),
        ("qqq", "choose one of gaussian"),
        ("random:8", "random:MODES:SEED"),
        ("random:0:1", "1 to 1000"),
        ("0.5*N(0,1)", "sum to 1"),
        ("nowhere/ring8", "no such file"),
    ],
)
def test_unknown_targets_get_one_helpful_line(text, message):
    with pytest.raises(GanTheoryError, match=message) as refused:
        find_target(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"samples": 0},
        {"hits": 0},
        {"threshold": 0.0},
        {"threshold": float("nan")},
        {"histogram": "some"},
    ],
)
def test_conventions_that_make_no_sense_are_refused(wrong):
    with pytest.raises(GanTheoryError):
        Convention(**wrong)
