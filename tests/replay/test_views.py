"""What a page shows are the recorded numbers, within the precision that it states."""

import numpy as np
import pytest
from planar_recording import FRAMES, SAMPLES, TARGET, centre_and_width, write_planar_recording
from scipy.special import expit

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording, read_recording
from gantheory.replay.contours import LEVELS, contours_of, ellipses_of, mixture_of
from gantheory.replay.packing import unpacked
from gantheory.replay.views import REAL, field_of, view_of

ROOMY = 10_000_000


@pytest.fixture(scope="module")
def view(planar):
    return view_of(planar, ROOMY)


def within(packed, exact):
    assert packed["shape"] == list(np.shape(exact))
    assert np.abs(unpacked(packed) - exact).max() <= packed["error"] * (1 + 1e-6)


def test_samples_data_and_field_are_the_recorded_ones(planar, view):
    within(view["samples"], planar["samples"].astype(float))
    within(view["real"], planar["real"][None, :REAL].astype(float))
    within(view["field"], expit(planar["output"].astype(float)))
    np.testing.assert_array_equal(unpacked(view["good"]), planar["high_quality"])


def test_the_line_d_half_separates_data_from_samples(planar, view):
    # D is optimal there: D > 1/2 exactly where p_data > p_g
    field, (x, y) = unpacked(view["field"]), (planar["x"], planar["y"])
    grid = np.stack([axis.ravel() for axis in np.meshgrid(x, y)], axis=1)
    frame = 5
    centre, width = centre_and_width(frame)
    p_g = np.exp(-((grid - centre) ** 2).sum(axis=1) / (2 * width**2)) / (2 * np.pi * width**2)
    sign = np.sign(TARGET.density(grid) - p_g).reshape(len(y), len(x))
    np.testing.assert_array_equal(np.sign(field[frame] - 0.5), sign)


def test_arrows_are_the_recorded_pushes_in_units_of_the_longest(planar, view):
    drawn = unpacked(view["descent"]) * view["descent_unit"]
    exact = planar["descent"][:, : drawn.shape[1]].astype(float)
    unit = view["descent_unit"]
    lengths = np.linalg.norm(exact, axis=2, keepdims=True)
    assert np.any(lengths > unit)
    # those that are cut point where they pointed
    cut = exact * np.minimum(1, unit / np.maximum(lengths, 1e-300))
    np.testing.assert_allclose(drawn, cut, atol=unit / 65_000)


def test_measures_and_counts_are_the_recorded_ones(planar, view):
    for chart in view["charts"]:
        recorded = planar[chart["name"]]
        np.testing.assert_allclose(unpacked(chart["values"]), recorded, rtol=1e-6)
    np.testing.assert_array_equal(unpacked(view["bars"]["counts"]), planar["mode_counts"])
    np.testing.assert_allclose(view["bars"]["expected"], SAMPLES * TARGET.mode_weights)
    quality = next(c for c in view["charts"] if c["name"] == "high_quality_fraction")
    assert (quality["low"], quality["high"]) == (0, 1)


def test_a_measure_that_is_not_defined_stays_undefined(tmp_path, planar):
    undefined = planar["reverse_kl"].copy()
    undefined[3] = np.nan
    run = write_planar_recording(tmp_path / "run", reverse_kl=undefined)
    shown = unpacked(view_of(read_recording(run), ROOMY)["readouts"]["reverse_kl"])
    assert np.flatnonzero(np.isnan(shown)).tolist() == [3]


def test_samples_outside_the_picture_are_counted(tmp_path, planar):
    samples = planar["samples"].copy()
    samples[2, :40] += 100
    samples[3, :7] = -1e30
    run = write_planar_recording(tmp_path / "run", samples=samples)
    outside = unpacked(view_of(read_recording(run), ROOMY)["outside"])
    assert outside[2] - (samples[2, 40:] > 4).any(axis=1).sum() == 40
    assert outside[3] >= 7


def test_a_budget_is_kept_by_drawing_fewer_samples(planar):
    budget = 60_000
    view = view_of(planar, budget)
    parts = [part for part in view.values() if isinstance(part, dict) and "data" in part]
    assert sum(len(part["data"]) for part in parts) <= 1.05 * budget
    assert 100 < view["samples"]["shape"][1] < SAMPLES == view["samples_recorded"]
    within(view["field"], expit(planar["output"].astype(float)))


def test_a_small_budget_makes_the_field_coarser_on_the_same_points(planar):
    view = view_of(planar, 30_000)
    within(view["field"], expit(planar["output"].astype(float))[:, ::2, ::2])
    assert view["field_box"] == view["box"]
    assert view["samples"]["shape"][1] == 100


def test_the_field_of_a_critic_is_half_between_its_means(tmp_path, planar):
    run = write_planar_recording(
        tmp_path / "run",
        output=5 + 3 * planar["output"],
        output_at_samples=5 + 3 * planar["output_at_samples"],
        output_at_real=5 + 3 * planar["output_at_real"],
        game="wasserstein",
    )
    recording = read_recording(run)
    critic = Recording({**recording.manifest, "output": "score"}, recording.arrays)
    field, level, spread = field_of(critic, critic["output"])
    means = (critic["output_at_real"].mean(axis=1) + critic["output_at_samples"].mean(axis=1)) / 2
    np.testing.assert_allclose(level, means, rtol=1e-4)
    inside = (field > 0) & (field < 1)
    again = level[:, None, None] + 2 * spread[:, None, None] * (field - 0.5)
    np.testing.assert_allclose(again[inside], critic["output"][inside], rtol=1e-4, atol=1e-4)
    assert inside.mean() == pytest.approx(0.95, abs=0.02)
    # a critic is defined up to its scale: the picture does not change with it
    plain = Recording({**planar.manifest, "output": "score"}, planar.arrays)
    np.testing.assert_allclose(field_of(plain, plain["output"])[0], field, atol=1e-4)


def test_on_the_line_the_histogram_has_mass_1_and_the_density_is_exact(on_line):
    view = view_of(on_line, ROOMY)
    curves = {curve["name"]: unpacked(curve["values"]) for curve in view["curves"]}
    assert curves["p_g"].shape == (FRAMES, len(on_line["x"]))
    np.testing.assert_allclose(curves["p_data"], on_line["p_data"], rtol=1e-6)
    within(view["curves"][2]["values"], expit(on_line["output"][:, 0].astype(float)))
    assert view["bars"]["expected"] == [SAMPLES / 2, SAMPLES / 2]


def test_the_1d_experiment_shows_its_curves_and_arrows(analytic):
    view = view_of(analytic, ROOMY)
    names = [curve["name"] for curve in view["curves"]]
    assert names == ["p_data", "p_g", "discriminator", "optimal"]
    every = max(1, len(analytic["x"]) // 400)
    for curve, name in zip(view["curves"], ("p_data", "p_g", "discriminator", None), strict=True):
        if name:
            exact = np.atleast_2d(analytic[name])[:, ::every]
            np.testing.assert_allclose(unpacked(curve["values"]), exact, atol=1e-5)
    assert len(view["z_place"]) == len(analytic["z"])
    assert view["bars"] is None


def test_another_kind_is_refused(planar):
    other = Recording({**planar.manifest, "kind": "images"}, planar.arrays)
    with pytest.raises(GanTheoryError, match="no replay"):
        view_of(other, ROOMY)


def test_contours_lie_on_level_sets_and_inside_the_picture():
    low, high = np.array([-4.0, -4.0]), np.array([4.0, 4.0])
    top = TARGET.density(np.array(TARGET.means)).max()
    levels = set()
    for line in contours_of(TARGET, low, high):
        points = np.reshape(line, (-1, 2))
        assert np.all((points >= low) & (points <= high))
        ratio = TARGET.density(points) / top
        nearest = min(LEVELS, key=lambda level: abs(level - ratio.mean()))
        np.testing.assert_allclose(ratio, nearest, rtol=0.12)
        levels.add(nearest)
    assert levels == set(LEVELS)


def test_ellipses_are_where_samples_stop_being_of_high_quality(planar):
    mixture, threshold = mixture_of(planar)
    assert mixture == TARGET
    for one in ellipses_of(mixture, threshold):
        turn = np.linspace(0, 2 * np.pi, 50)
        flat = np.stack([np.cos(turn), np.sin(turn)], axis=1) * one["radii"]
        c, s = np.cos(one["angle"]), np.sin(one["angle"])
        rim = np.array(one["centre"]) + flat @ np.array([[c, s], [-s, c]])
        which, distance = mixture.nearest_mode(rim)
        np.testing.assert_allclose(distance, threshold, rtol=1e-9)
        assert set(which.tolist()) == {one["mode"]}
