"""experiments/benchmarks: they count and time what they say, and mistakes cost one line."""

import importlib
from pathlib import Path

import pytest

from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig
from gantheory.images.paper_configs import PAPER_CONFIGS

FOLDER = Path(__file__).resolve().parents[2] / "experiments" / "benchmarks"


@pytest.fixture
def script(monkeypatch):
    """Imports a script of the folder as it would find its neighbours when run."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module


def test_the_floor_of_a_step_counts_every_matrix_product_of_the_paper_on_mnist(script):
    # per image: G forwards and both ways back, without the gradient of its noise; D three times
    # as much for real images and samples, without the gradient of the real pixels
    g = 100 * 1200 + 1200 * 1200 + 1200 * 784
    d = 784 * 1200 + 240 * 1200 + 240
    expected = 2 * 100 * (3 * g - 100 * 1200 + 2 * 3 * d - 784 * 1200)
    products = script("jax_training_step").matrix_products(PAPER_CONFIGS["mnist"].config, 784)
    assert sum(2 * a * b * c for a, b, c in products) == expected


def test_a_step_is_timed_with_its_memory_and_device(script):
    tiny = ImageConfig(batch=4, noise=2, generator_hidden=(2,), discriminator_hidden=(2,))
    found = script("jax_training_step")._step(tiny, [2, 2], 3)
    assert 0 < found["seconds"] < found["seconds"] + found["compile_seconds"]
    assert found["memory_gb"] > 0.01
    assert found["device"].startswith(("cpu", "gpu", "cuda"))


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("training_step", {"cases": ("svhn",)}, "unknown case 'svhn'; choose from mnist"),
        ("training_step", {"rounds": 0}, "at least 1"),
        ("training_step", {"torch_python": Path("/nowhere/python")}, "cannot run /nowhere"),
        ("parzen", {"few": 0}, "at least 1"),
    ],
)
def test_mistakes_are_refused_before_anything_is_timed(script, name, wrong, message):
    with pytest.raises(GanTheoryError, match=message):
        script(name).main(**wrong)


def test_what_takes_turns_is_called_once_a_round(script):
    called = []
    kinds = {name: lambda name=name: called.append(name) or {"seconds": 1.0} for name in "ab"}
    given, _ = script("turns").in_turns(kinds, 2)
    assert called == ["a", "b", "a", "b"]
    assert given == {name: [{"seconds": 1.0}] * 2 for name in "ab"}
