"""Audits of two players and of the Helvetica scenario: sound ones pass, forged ones do not."""

import made_recordings
import numpy as np
import pytest

from gantheory.audit.dynamics import dirac_field
from gantheory.audit.report import audit_recording
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording, read_recording, write_recording


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """What `experiments` record: all six methods, by automatic differentiation."""
    from gantheory.theory_runs.rotation import record_paths, shown_paths

    folder = tmp_path_factory.mktemp("paths")
    record_paths(shown_paths(), str(folder), 0)
    return read_recording(folder)


@pytest.fixture(scope="module")
def helvetica(tmp_path_factory):
    return made_recordings.helvetica(tmp_path_factory.mktemp("helvetica"))


def changed(recording, name, where, by):
    arrays = dict(recording.arrays)
    arrays[name] = arrays[name].copy()
    arrays[name][where] += by
    return audit_recording(Recording(recording.manifest, arrays))


def failed(report):
    return [check.name for check in report.checks if not check.passed]


def test_automatic_differentiation_and_the_closed_forms_agree(paths):
    assert paths.config["methods"] == [
        "simultaneous", "alternating", "extragradient", "optimistic", "r1", "consensus"
    ]  # fmt: skip
    assert failed(audit_recording(paths)) == []


@pytest.mark.parametrize("row", range(6))
def test_a_step_aside_is_found_in_every_method(paths, row):
    method = paths.config["methods"][row]
    assert failed(changed(paths, "psi", (row, 20), 1e-9)) == [f"{method}: each step follows"]


def test_another_start_or_field_is_found(paths):
    assert "paths begin where they are said to" in failed(changed(paths, "theta", (0, 0), 1e-9))
    assert failed(changed(paths, "field_theta", (3, 4), 1e-9)) == ["the field is that of the game"]


def test_the_field_turns_around_its_equilibrium():
    theta, psi = np.array([0.0, 0.3, -2.0]), np.array([0.0, -0.4, 1.0])
    along, up = dirac_field(theta, psi)
    np.testing.assert_allclose(theta * along + psi * up, 0, atol=1e-15)
    assert (along[0], up[0]) == (0, 0)


def test_games_and_methods_that_are_not_known_are_refused(tmp_path):
    recording = made_recordings.two_player(tmp_path / "sound")
    for change in ({"game": "chess"}, {"methods": ["r1", "alternating", "luck"]}, {"h": "long"}):
        config = {**recording.config, **change}
        folder = write_recording(tmp_path / "odd", "two_player", config, 0, recording.arrays)
        with pytest.raises(GanTheoryError):
            audit_recording(read_recording(folder))


@pytest.mark.parametrize(
    ("name", "where", "by", "complaint"),
    [
        ("loss", 0, 0.1, "the loss is that of the curves"),
        ("loss", -1, -0.5, "no loss is below log(1 - max D)  (H7)"),
        ("std", 0, 20.0, "no spread is above half the extent"),
        ("p_g", (0, slice(600, 900)), 0.05, "p_g integrates to 1"),
        ("p_g", (0, 3), -0.1, "densities are not negative"),
        ("p_g_exact", 2, -1, "p_g is 0 where only samples tell"),
        ("discriminator", 7, 1.0, "0 < D < 1"),
        ("g_of_z", 1, 2.5, "the loss is that of the arrows"),
    ],
)
def test_what_does_not_fit_together_is_found(helvetica, name, where, by, complaint):
    assert failed(audit_recording(helvetica)) == []
    assert complaint in failed(changed(helvetica, name, where, by))
