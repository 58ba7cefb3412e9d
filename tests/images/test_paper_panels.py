"""Figures 2 and 3: what is drawn is what the checkpoint's networks give and nothing else."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from small_images import write_small_cifar10, write_small_set

from gantheory.checkpoint import save_checkpoint
from gantheory.datasets import load, load_images
from gantheory.errors import GanTheoryError
from gantheory.figures.paper_sheets import FRAME, panel_sheet, strip_sheet, write_figure2
from gantheory.images.config import ImageConfig
from gantheory.images.model import build_discriminator, build_generator
from gantheory.images.paper_panels import panel_of_run, strips_of_run
from gantheory.images.pixel_scale import CONTRAST_NORM, scaled

TINY = ImageConfig(
    noise=3, generator_hidden=(6,), discriminator_hidden=(4,), discriminator_pieces=2
)
SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "figures.py"


class State(NamedTuple):
    """What a checkpoint of a run has of the two players."""

    generator: object
    discriminator: object


def save_run(folder, config, shape):
    """A folder with one checkpoint of networks that nobody trained."""
    dimension = int(np.prod(shape))
    networks = build_generator(config, dimension), build_discriminator(config, dimension, shape)
    params = [network.init(jax.random.key(n)) for n, network in enumerate(networks)]
    # first weights are so small that all images would be alike
    params = jax.tree.map(lambda leaf: 40 * leaf, params)
    plain = json.loads(json.dumps(dataclasses.asdict(config)))
    save_checkpoint(folder / "checkpoints", 7, State(*params), plain)
    return networks[0], params[0]


@pytest.fixture(scope="module")
def grey(tmp_path_factory):
    """A run in grey, its data directory, its images, G and G's parameters."""
    folder = tmp_path_factory.mktemp("grey")
    image_set = write_small_set(folder, "mnist", side=8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(load.IMAGE_SETS, "mnist", image_set)
        generator = save_run(folder / "run", TINY, (8, 8))
        yield folder / "run", folder, load_images(image_set, folder), generator


@pytest.fixture(scope="module")
def panel(grey):
    return panel_of_run("a", grey[0], seed=3, data_dir=grey[1])


def test_neighbours_are_the_nearest_training_images_of_the_fifth_samples(grey, panel):
    _, _, images, _ = grey
    train = images.train.images / 255.0
    fifth = panel.samples[:, 4]
    distances = np.sqrt(((fifth[:, None] - train[None]) ** 2).sum(axis=-1))
    np.testing.assert_allclose(panel.distances, distances.min(axis=1), rtol=1e-6)
    np.testing.assert_array_equal(panel.neighbours, train[panel.indices])


def test_samples_depend_on_the_seed_alone_and_say_where_they_are_from(grey, panel):
    run, directory, _, _ = grey
    again = panel_of_run("a", run, seed=3, data_dir=directory)
    np.testing.assert_array_equal(panel.samples, again.samples)
    other = panel_of_run("a", run, seed=4, data_dir=directory)
    assert np.abs(panel.samples - other.samples).max() > 0.01
    assert len(np.unique(panel.samples.reshape(20, -1), axis=0)) == 20
    assert panel.source.startswith(
        "epoch 7 of 250, training seed 0, sample seed 3; not the paper's"
    )
    assert "generator_hidden (6,)" in panel.source


def test_the_sheet_holds_the_images_pixel_for_pixel_and_frames_the_last_column(panel):
    sheet = panel_sheet(panel)
    assert sheet.shape == (4 * 10 + 2, 6 * 10 + 2, 3)
    for row in range(4):
        top = 2 + 10 * row
        for column in range(5):
            left = 2 + 10 * column
            shown = sheet[top : top + 8, left : left + 8, 0]
            np.testing.assert_array_equal(shown, panel.samples[row, column].reshape(8, 8))
        np.testing.assert_array_equal(
            sheet[top : top + 8, 52:60, 2], panel.neighbours[row].reshape(8, 8)
        )
        np.testing.assert_array_equal(sheet[top - 1, 55], FRAME)
    assert (sheet == np.array(FRAME)).all(axis=2)[:, :49].sum() == 0


def test_strips_are_straight_in_z_and_what_g_makes_of_it(grey):
    run, _, _, (network, params) = grey
    strips = strips_of_run(run, seed=1, strips=2, length=5)
    assert strips.z.shape == (2, 5, 3)
    np.testing.assert_allclose(np.diff(strips.z, 2, axis=1), 0, atol=1e-6)
    assert np.abs(strips.z[0, 0] - strips.z[0, -1]).max() > 0.01
    assert np.abs(strips.z).max() <= np.sqrt(3)  # lines stay in the cube of the uniform noise
    made = network.apply(params, jnp.asarray(strips.z.reshape(10, 3)))
    np.testing.assert_allclose(strips.images.reshape(10, 64), np.asarray(made), atol=1e-6)
    sheet = strip_sheet(strips)
    assert sheet.shape == (8 + 4 + 8, 5 * 8, 3)
    np.testing.assert_array_equal(sheet[12:, 32:, 1], strips.images[1, 4].reshape(8, 8))
    with pytest.raises(GanTheoryError, match="at least two images"):
        strips_of_run(run, length=1)


def test_in_the_contrast_scale_the_largest_number_of_the_samples_sets_black_and_white(
    tmp_path, monkeypatch
):
    image_set = write_small_cifar10(tmp_path, "cifar10", batch=20)
    monkeypatch.setitem(load.IMAGE_SETS, "cifar10", image_set)
    config = dataclasses.replace(
        TINY,
        experiment="cifar10_fully_connected",
        dataset="cifar10",
        scale="contrast",
        generator_output="linear",
        generator_output_bias="zero",
    )
    save_run(tmp_path / "run", config, image_set.image_shape)
    panel = panel_of_run("c", tmp_path / "run", data_dir=tmp_path)
    train = scaled(load_images(image_set, tmp_path).train.images, "contrast")
    np.testing.assert_allclose(np.linalg.norm(train, axis=1), CONTRAST_NORM)
    extremes = {panel.samples.min(), 1 - panel.samples.max()}
    assert min(extremes) == pytest.approx(0, abs=1e-6)  # one of them is black or white
    assert panel.title == "small gradients (fully connected)"
    assert panel_sheet(panel).shape == (4 * 34 + 2, 6 * 34 + 2, 3)
    write_figure2({"c": panel}, tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 5_000


def test_missing_panels_are_said_to_be_missing_and_never_drawn(panel, tmp_path):
    write_figure2({"a": panel}, tmp_path / "figure.svg")
    write_figure2({}, tmp_path / "empty.svg")
    text = (tmp_path / "figure.svg").read_text()
    assert text.count("<image") == 4  # one of them of samples, three of a single shade
    assert "(a) small blobs" in text
    assert "(b)" not in text.split("<metadata>")[1].split("</metadata>")[0]


def test_a_run_of_another_panel_is_refused(grey):
    run, directory, _, _ = grey
    for letter in "bcd":
        with pytest.raises(GanTheoryError, match="is a run of mnist"):
            panel_of_run(letter, run, data_dir=directory)


def test_the_script_answers_mistakes_in_one_line(tmp_path):
    for words, complaint in (
        (["2"], "no run is named"),
        (["2", "--mnist", str(tmp_path), "--out", "f.txt"], "end in .png or .svg"),
        (["3", "--run", str(tmp_path / "none")], "holds no checkpoint"),
    ):
        command = [sys.executable, str(SCRIPT), *words]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert answer.returncode == 2
        assert complaint in answer.stderr
        assert answer.stderr.count("\n") == 1
