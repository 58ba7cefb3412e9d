"""experiments/images.py: the paper's configurations by name, each setting open to change."""

import dataclasses
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import tyro
from small_images import write_small_faces

from gantheory.datasets import load
from gantheory.images.paper_configs import PAPER_CONFIGS

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "images.py"


@pytest.fixture(scope="module")
def experiment():
    spec = importlib.util.spec_from_file_location("images_experiment", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def typed(*words):
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_every_configuration_has_a_name_and_examples_are_shown():
    answer = typed("--help")
    assert answer.returncode == 0
    assert "experiments/images.py cifar10_convolutional --epochs 100" in answer.stdout
    for name in PAPER_CONFIGS:
        assert f"• {name}" in answer.stdout
    assert "not TFD results" in answer.stdout


@pytest.mark.parametrize("name", PAPER_CONFIGS)
def test_what_is_typed_is_what_runs(experiment, monkeypatch, name):
    seen = []
    monkeypatch.setattr(experiment, "run_experiment", lambda *arguments: seen.append(arguments))
    words = [name, "--seed", "7", "--out", "there", "--resume"]
    tyro.cli(experiment.main, args=words, config=experiment.SETTINGS)
    ((config, out, data_dir, resume, pretrained),) = seen
    assert config == dataclasses.replace(PAPER_CONFIGS[name].config, seed=7)
    assert (out, data_dir, resume, pretrained) == (Path("there"), None, True, None)


def test_a_score_over_folds_is_printed_with_what_is_to_be_known(
    experiment, tmp_path, monkeypatch, capsys
):
    parzen = {
        "mean": 2000.125,
        "standard_error": 26.0,
        "sigma": 0.1,
        "at_edge": True,
        "n_samples": 50,
        "folds": [{}] * 5,
    }
    result = {"parzen": parzen, "epochs": 40, "scored_epoch": 20}
    monkeypatch.setattr("gantheory.images.run.run_images", lambda *arguments: result)
    monkeypatch.setitem(load.IMAGE_SETS, "faces48", write_small_faces(tmp_path, "faces48"))
    anchor = {"standard_error": 1.0, "sigma": 0.2, "at_edge": False, "n_samples": 50}
    anchors = {"k-means centroids": 2100.5, "random training images": 1900.0}
    record = {
        "title": "faces48",
        "anchors": {name: {"mean": mean, **anchor} for name, mean in anchors.items()},
    }
    monkeypatch.setattr("gantheory.parzen.anchor_table.known_anchors", lambda *asked: record)
    config = PAPER_CONFIGS["faces48_train"].config
    assert experiment.main(config, data_dir=tmp_path) == 0
    out = capsys.readouterr().out
    assert "2000.12 +- 26.00 nats over 5 folds (sigma 0.1000 from validation)" in out
    assert "40 epochs, stopped early, epoch 20 scored" in out
    assert "warning: sigma is at the edge of its grid" in out
    assert "runs/faces48_train/result.json" in out
    assert out.index("k-means centroids") < out.index("-> this result")
    assert "above real training images (1900.0), which is not better than data" in out
    assert "TFD" not in out


def test_mistakes_are_answered_in_one_line(tmp_path):
    for words, complaint in (
        (["tfd_pretrain", "--data-dir", str(tmp_path)], "ask its authors"),
        (["tfd_train", "--dataset", "faces48"], "cannot be faces48"),
    ):
        answer = typed(*words, "--out", str(tmp_path / "out"))
        assert answer.returncode == 2
        assert complaint in answer.stderr
        assert answer.stderr.count("\n") == 1
        assert not (tmp_path / "out").exists()
