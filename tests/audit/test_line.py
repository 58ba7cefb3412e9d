"""The audit passes what is true and fails every forgery, even one with fitting checksums."""

import json

import numpy as np
import pytest

from gantheory.audit.report import audit_recording, require_audited
from gantheory.cli import main
from gantheory.errors import GanTheoryError
from gantheory.line.config import MixtureConfig
from gantheory.line.densities import Prior
from gantheory.line.frames import P_G_METHOD, QUADRATURE, Snapshot, measure
from gantheory.recording import Recording, read_recording, write_recording
from gantheory.training.networks import Dense, Network

CONFIG = MixtureConfig(target="gaussian", prior="normal", grid=401)
LINEAR = Network(1, (Dense(1),))


def linear(slope, bias):
    return [{"weight": np.array([[slope]]), "bias": np.array([bias])}]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """A generator a + b z that approaches the data, and a logistic D: all of it is known."""
    snapshots = [
        Snapshot(i, i, 1, linear(1 - 0.1 * (5 - i), -0.4 * (5 - i)), linear(0.2 * (5 - i), 0.1))
        for i in range(6)
    ]
    arrays, _ = measure(CONFIG, LINEAR, LINEAR, snapshots)
    folder = tmp_path_factory.mktemp("audit") / "run"
    write_recording(
        folder, "mixture_1d", CONFIG, 1, arrays, p_g_method=P_G_METHOD, quadrature=QUADRATURE
    )
    return read_recording(folder)


def forged(recording, **changes):
    return Recording(recording.manifest, {**recording.arrays, **changes})


def failures(recording):
    return [check.name for check in audit_recording(recording).checks if not check.passed]


def test_a_true_recording_passes(recording):
    report = audit_recording(recording)
    assert report.passed
    assert report.frames == 6
    assert require_audited(recording) == report


def test_values_are_those_of_gaussians(recording):
    """At the last frame p_g = p_data: C = -log 4, and D = sigmoid(0.1) gives V below it."""
    assert recording["criterion"][-1] == pytest.approx(-np.log(4), abs=1e-12)
    log_d, log_not_d = -np.log1p(np.exp(-0.1)), -np.log1p(np.exp(0.1))
    assert recording["value"][-1] == pytest.approx(log_d + log_not_d, abs=1e-12)
    np.testing.assert_allclose(recording["z"], Prior("normal").quantile((np.arange(19) + 0.5) / 19))


def test_one_frame_is_enough_to_fail(recording):
    for name, claim in [("value", "V(D,G) <= C(G)"), ("criterion", "C = -log 4"), ("jsd", "JSD")]:
        array = recording[name].copy()
        array[3] += 0.7
        assert any(claim in failure for failure in failures(forged(recording, **{name: array})))


def test_small_forgeries_of_a_scalar_are_seen(recording):
    for name in ("criterion", "jsd"):
        for change in (1e-6, -1e-6):
            assert failures(forged(recording, **{name: recording[name] + change}))
    assert failures(forged(recording, p_g_mass=recording["p_g_mass"] + 1e-6))


def test_a_consistent_forgery_of_scalars_is_seen(recording):
    """C, JSD and V moved together keep every identity; the curves contradict them."""
    moved = forged(
        recording,
        jsd=recording["jsd"] + 0.02,
        criterion=recording["criterion"] + 0.04,
        value=recording["value"] + 0.04,
    )
    found = failures(moved)
    assert "jsd agrees with the curves" in found
    assert "criterion agrees with the curves" in found
    assert "value agrees with the curves" in found
    assert not any("Thm. 1" in name for name in found)


def test_large_stated_errors_excuse_nothing(recording):
    excuse = np.full(6, 10.0)
    names = ("value_error", "criterion_error", "jsd_error", "p_g_mass_error")
    assert "stated errors are small" in failures(forged(recording, **dict.fromkeys(names, excuse)))
    negative = {"jsd_error": -recording["jsd_error"]}
    assert "stated errors are positive" in failures(forged(recording, **negative))


def test_forged_curves_are_seen(recording):
    x = recording["x"]
    other = np.roll(recording["p_g"], 25, axis=1)
    assert "D* = p_data / (p_data + p_g)" in failures(forged(recording, p_g=other))
    assert "p_data is the configured one" in failures(
        forged(recording, p_data=recording["p_data"] * (1 + 1e-3 * np.sin(x)))
    )
    best = recording["optimal_discriminator"]
    assert "D* = p_data / (p_data + p_g)" in failures(
        forged(recording, optimal_discriminator=best + 1e-6)
    )
    assert "0 <= D <= 1" in failures(forged(recording, discriminator=np.full(best.shape, 1.01)))
    flat = forged(recording, discriminator=np.full(best.shape, 0.9))
    assert "value agrees with the curves" in failures(flat)
    assert "densities are not negative" in failures(forged(recording, p_g=-recording["p_g"]))


def test_forged_arrows_are_seen(recording):
    bent = recording["g_of_z"] * np.linspace(1, 2, 19)
    assert "arrows carry the mass of p_g  (F2)" in failures(forged(recording, g_of_z=bent))


def test_pictures_are_refused_what_fails(recording):
    with pytest.raises(GanTheoryError, match=r"fails its audit: .*Thm\. 1"):
        require_audited(forged(recording, jsd=recording["jsd"] + 1e-3))


def test_other_kinds_are_refused(recording):
    with pytest.raises(GanTheoryError, match="no audit for runs of kind 'mnist'"):
        audit_recording(Recording({**recording.manifest, "kind": "mnist"}, recording.arrays))


def test_command(recording, tmp_path, capsys):
    true, false = tmp_path / "true", tmp_path / "false"
    write_recording(true, "mixture_1d", recording.config, 1, recording.arrays)
    arrays = {**recording.arrays, "value": recording["value"] + 0.5}
    write_recording(false, "mixture_1d", recording.config, 1, arrays)
    assert main(["audit", str(true), "--json", str(tmp_path / "report.json")]) == 0
    assert "FAILS" not in capsys.readouterr().out
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["passed"] is True
    assert {"name", "worst", "tolerance", "frame", "passed"} <= set(report["checks"][0])
    assert main(["audit", str(false)]) == 1
    assert "FAILS" in capsys.readouterr().out
    (true / "arrays.npz").write_bytes(b"")
    assert main(["audit", str(true)]) == 2
    assert "altered or cut short" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["target", "prior"])
def test_a_recording_that_names_no_distribution_is_refused(recording, missing):
    config = {key: value for key, value in recording.config.items() if key != missing}
    with pytest.raises(GanTheoryError, match=missing):
        audit_recording(Recording({**recording.manifest, "config": config}, recording.arrays))


def test_formulas_pass_without_any_training(analytic):
    """The recording that pictures are tested with is a true one, by other means."""
    assert audit_recording(analytic).passed
