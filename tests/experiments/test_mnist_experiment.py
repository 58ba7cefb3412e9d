"""experiments/mnist.py: what a user types, and what a mistake is answered with."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_images import write_small_set

from gantheory.datasets import MNIST, load
from gantheory.images.config import ImageConfig

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "mnist.py"


def typed(*words):
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_help_shows_examples_and_every_setting():
    answer = typed("--help")
    assert answer.returncode == 0
    assert "experiments/mnist.py --epochs 25" in answer.stdout
    for option in ("--schedule {simultaneous,alternating}", "--resume", "--data-dir", "--game"):
        assert option in answer.stdout


def test_a_tiny_run_prints_its_score_and_where_it_is(tmp_path, monkeypatch, capsys):
    spec = importlib.util.spec_from_file_location("mnist_experiment", SCRIPT)
    experiment = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(experiment)
    assert ImageConfig() == experiment.PAPER
    image_set = write_small_set(tmp_path / "data")
    monkeypatch.setitem(load.IMAGE_SETS, "small", image_set)
    config = ImageConfig(
        dataset="small",
        epochs=1,
        generator_hidden=(8,),
        discriminator_hidden=(8,),
        parzen_samples=20,
    )
    assert experiment.main(config, tmp_path / "run", tmp_path / "data") == 0
    out = capsys.readouterr().out
    parzen = json.loads((tmp_path / "run" / "result.json").read_text())["parzen"]
    assert f"{parzen['mean']:.2f} +- {parzen['standard_error']:.2f} nats" in out
    assert str(tmp_path / "run" / "result.json") in out
    assert "no anchors are known for 20 samples of small blobs" in out


def altered_data(folder):
    (folder / "mnist").mkdir()
    (folder / "mnist" / f"{MNIST.files[0].name}.gz").write_bytes(b"\x1f\x8b" + bytes(50))
    return ["--data-dir", str(folder)]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (lambda folder: ["--epochs", "0"], "--epochs must be at least 1"),
        (lambda folder: ["--dataset", "svhn"], "known: mnist"),
        (lambda folder: ["--discriminator-steps", "3"], "alternating"),
        (altered_data, "truncated or altered"),
    ],
)
def test_mistakes_are_answered_in_one_line_with_exit_code_2(tmp_path, words, complaint):
    answer = typed("--out", str(tmp_path / "out"), *words(tmp_path))
    assert answer.returncode == 2
    assert complaint in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()
