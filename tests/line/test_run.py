"""The 1-D experiment, small: it learns, repeats itself, stops where it breaks, and refuses."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gantheory.audit.report import audit_recording
from gantheory.errors import GanTheoryError
from gantheory.line.config import MixtureConfig
from gantheory.line.densities import TARGETS, parse_target
from gantheory.line.divergences import compare
from gantheory.line.frames import measure
from gantheory.line.run import in_units_of, networks, run_mixture, sampler, train
from gantheory.recording import read_recording

SMALL = MixtureConfig(
    iterations=60,
    record_every=20,
    slow_motion=(20,),
    slow_motion_k=20,
    slow_motion_frames=4,
    slow_motion_batch=64,
    batch=32,
    generator_hidden=(8,),
    discriminator_hidden=(8,),
    grid=201,
)
SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "mixture_1d.py"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return read_recording(run_mixture(SMALL, tmp_path_factory.mktemp("small") / "run")[0])


def test_recording_passes_its_audit(small):
    assert audit_recording(small).passed


def test_frames_count_what_was_done(small):
    np.testing.assert_array_equal(small["g_updates"], [0, 20, 20, 20, 20, 20, 21, 41, 61])
    np.testing.assert_array_equal(small["d_updates"], [0, 20, 25, 30, 35, 40, 40, 60, 80])
    np.testing.assert_array_equal(small["phase"], [1, 1, 0, 0, 0, 0, 1, 1, 1])


def test_inner_loop_moves_only_the_discriminator(small):
    loop = slice(1, 6)
    for name in ("p_g", "g_of_z", "criterion", "jsd"):
        assert np.ptp(small[name][loop], axis=0).max() == 0.0
    assert np.abs(np.diff(small["discriminator"][loop], axis=0)).max(axis=1).min() > 0
    assert np.abs(small["p_g"][6] - small["p_g"][5]).max() > 0


def test_manifest_says_how(small):
    manifest = small.manifest
    assert manifest["config"]["target"] == "gaussian"
    assert "change of variables" in manifest["p_g_method"]
    assert manifest["quadrature"]["tolerance"] > 0
    assert manifest["diverged"] is None


def test_same_seed_same_run(small, tmp_path):
    again = read_recording(run_mixture(SMALL, tmp_path / "again")[0])
    assert again.sha256 == small.sha256


def test_seeds_together_are_the_seeds_alone(small, tmp_path):
    folders = run_mixture(SMALL, tmp_path, seeds=(0, SMALL.seed))
    assert [folder.name for folder in folders] == ["seed-0", f"seed-{SMALL.seed}"]
    other, same = (read_recording(folder) for folder in folders)
    # batching may change the order of float32 sums, nothing else
    np.testing.assert_allclose(same["jsd"], small["jsd"], rtol=1e-2)
    assert abs(other["jsd"][0] - small["jsd"][0]) > 1e-3
    assert other.manifest["seed"] == 0


@pytest.mark.parametrize("game", ["minimax", "non_saturating"])
def test_training_reaches_the_data(game):
    config = MixtureConfig(game=game, iterations=600, slow_motion=(), record_every=300)
    (run,) = train(config, (1,))
    arrays, trouble = measure(config, *networks(config), run.snapshots[-1:])
    assert trouble is None
    # 0.001 to 0.003 were seen for several seeds; at the start it is 0.5
    assert arrays["jsd"][-1] < 0.01
    assert abs(arrays["value"][-1] + np.log(4)) < 0.02


@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
def test_divergence_is_told_and_what_was_good_is_kept(optimizer, tmp_path):
    config = replace(SMALL, optimizer=optimizer, generator_rate=1e38, discriminator_rate=1e38)
    with pytest.raises(GanTheoryError, match=r"seed 1 diverged: .* iteration \d+.*lower rates"):
        run_mixture(config, tmp_path / "run")
    kept = read_recording(tmp_path / "run")
    assert kept.frames >= 1
    assert "iteration" in kept.manifest["diverged"]
    assert audit_recording(kept).passed


def test_units_do_not_change_the_jsd():
    """T6: the same run in other units of x has the same JSD and the mapped densities."""
    moved = replace(SMALL, target="N(100,5)", slow_motion=())
    jsd = []
    for config in (replace(SMALL, slow_motion=()), moved):
        (run,) = train(config, (3,))
        arrays, _ = measure(config, *networks(config), run.snapshots)
        jsd.append(arrays["jsd"])
    np.testing.assert_allclose(*jsd, atol=1e-7)


def test_folding_units_into_networks():
    import jax

    from gantheory.line.pushforward import pushforward
    from gantheory.line.scalar_network import scalar_function, scalar_map

    target = parse_target("0.5*N(3,2)+0.5*N(9,1)")
    generator, discriminator = networks(SMALL)
    g, d = generator.init(jax.random.key(0)), discriminator.init(jax.random.key(1))
    g_units, d_units = in_units_of(target, g, d)
    z = np.linspace(-1, 1, 5)
    y, _ = scalar_map(generator, g)(z)
    x, _ = scalar_map(generator, g_units)(z)
    np.testing.assert_allclose(x, target.mean() + target.std() * y, rtol=1e-12)
    np.testing.assert_allclose(
        scalar_function(discriminator, d_units)(x), scalar_function(discriminator, d)(y), atol=1e-12
    )
    from gantheory.line.densities import Prior

    prior = Prior("normal")
    plain = compare(target.standardised(), pushforward(prior, scalar_map(generator, g)))
    mapped = compare(target, pushforward(prior, scalar_map(generator, g_units)))
    assert abs(plain.jsd.value - mapped.jsd.value) <= plain.jsd.error + mapped.jsd.error


def test_data_sampler_follows_the_target():
    import jax
    from scipy import stats

    points = np.asarray(sampler(TARGETS["unequal"])(jax.random.key(0), (20_000,)), dtype=float)
    # Kolmogorov-Smirnov on a fixed seed; for a fresh seed the false-alarm rate would be 1e-6
    assert stats.kstest(points, TARGETS["unequal"].cdf).pvalue > 1e-6


BAD = {
    "target": ("nothing", "target"),
    "prior": ("cauchy", "prior"),
    "game": ("wasserstein", "game"),
    "optimizer": ("sgd", "optimizer"),
    "activation": ("relu", "activation"),
    "k": (0, "k must be"),
    "iterations": (50, "multiple of record_every"),
    "batch": (1, "batch"),
    "generator_rate": (0.0, "generator_rate"),
    "discriminator_rate": (float("nan"), "discriminator_rate"),
    "discriminator_spread": (-1.0, "discriminator_spread"),
    "offset": (float("inf"), "offset"),
    "momentum": (1.0, "momentum"),
    "final_rate": (0.0, "final_rate"),
    "generator_hidden": ((), "hidden layer"),
    "discriminator_hidden": ((4, 0), "hidden layers"),
    "slow_motion": ((30,), "slow_motion"),
    "slow_motion_k": (21, "slow_motion_k"),
    "grid": (3, "grid"),
    "seed": (-1, "seed"),
}


@pytest.mark.parametrize("seeds", [(0, 2**32), (10**20,), (-1, 1), (1, 1)])
def test_seeds_that_jax_would_take_for_others_are_refused(seeds, tmp_path):
    with pytest.raises(GanTheoryError, match=r"below 2|different"):
        run_mixture(SMALL, tmp_path, seeds)
    with pytest.raises(GanTheoryError, match="seed must be from 0 to below 2"):
        run_mixture(replace(SMALL, seed=2**32), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "value", "complaint"), [(n, *v) for n, v in BAD.items()])
def test_bad_settings_are_named(name, value, complaint, tmp_path):
    with pytest.raises(GanTheoryError, match=complaint):
        run_mixture(replace(SMALL, **{name: value}), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_target_that_float32_is_too_coarse_for_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="too thin for its distance from 0"):
        run_mixture(replace(SMALL, target="0.5*N(0,1)+0.5*N(1e9,1)"), tmp_path)
    with pytest.raises(GanTheoryError, match="too thin for its distance from 0"):
        run_mixture(replace(SMALL, target="1*N(1e300,1)"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_default_is_sound():
    MixtureConfig().check()


def test_existing_recordings_are_kept(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(GanTheoryError, match="already holds a recording"):
        run_mixture(SMALL, tmp_path)
    with pytest.raises(GanTheoryError, match="seeds"):
        run_mixture(SMALL, tmp_path, seeds=(1, 1))


def test_script(tmp_path):
    def call(*words):
        command = [sys.executable, str(SCRIPT), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    small = ["--iterations", "20", "--record-every", "10", "--slow-motion", "--batch", "16"]
    done = call(*small, "--out", "run")
    assert done.returncode == 0, done.stderr
    assert "every check holds" in done.stdout
    assert "JSD at the end" in done.stdout
    again = call(*small, "--out", "run")
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
    assert "--force" in again.stderr
    wrong = call("--target", "N(0;1)")
    assert wrong.returncode == 2
    assert "N(0;1)" in wrong.stderr
    assert "Traceback" not in wrong.stderr + again.stderr
