"""experiments/benchmarks/images.py: it times what it says, and mistakes cost one line."""

import importlib.util
from pathlib import Path

import pytest

from gantheory.errors import GanTheoryError
from gantheory.images import paper_configs
from gantheory.images.config import ImageConfig

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "benchmarks" / "images.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("image_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rates_follow_from_the_times(benchmark, monkeypatch):
    tiny = ImageConfig(batch=4, noise=2, generator_hidden=(2,), discriminator_hidden=(2,))
    monkeypatch.setitem(paper_configs.PAPER_CONFIGS, "tiny", paper_configs.PaperConfig(tiny, ""))
    row = benchmark.timed("tiny", steps=3, rounds=2)
    assert row["best"] >= row["steps_per_second"] > 0
    assert row["seconds_per_epoch"] == pytest.approx(50_000 / 4 / row["steps_per_second"])
    assert row["memory_gb"] > 0.01


def test_every_name_is_a_configuration_and_mistakes_are_refused(benchmark):
    assert set(benchmark.NAMES) <= set(paper_configs.PAPER_CONFIGS)
    with pytest.raises(GanTheoryError, match="unknown: svhn"):
        benchmark.main(names=("svhn",))
    with pytest.raises(GanTheoryError, match="at least 1"):
        benchmark.main(steps=0)
