"""All measures of one array of samples beside those of real images, and the table of them.

At most 10,000 samples and test images are taken. Precision, recall, density and coverage depend on
the number of points, and get as many test images as samples, chosen at random: files of images are
not in random order. Other real images in the place of samples say what each measure gives where
nothing is wrong: held-out ones, which no player and no classifier has seen, or training images
where too few were held out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.datasets import Images, ImageSet
from gantheory.datasets.image_set import UNLABELLED
from gantheory.errors import GanTheoryError
from gantheory.images.pixel_scale import PixelScale, ScaledImages, scaled
from gantheory.sample_quality.class_histogram import (
    ClassHistogram,
    HistogramDistance,
    class_histogram,
    histogram_distance,
)
from gantheory.sample_quality.classifier import Classifier
from gantheory.sample_quality.manifolds import Manifolds, expected_coverage, manifolds
from gantheory.sample_quality.memorisation import Memorisation, memorisation
from gantheory.sample_quality.stacked_digits import StackedModes, stacks_of_samples

#: images or samples that a measure takes at most
MOST = 10_000


@dataclass(frozen=True)
class Measured:
    """What is known of one array of images.

    Attributes:
        classes: its class histogram; None without a classifier.
        to_data: its distance to that of the test images; likewise.
        stacked: modes of three-fold stacks; likewise, and for ten classes in grey only.
        memorisation: its distances to training and test images.
        pixels: precision, recall, density, coverage in pixels.
        features: the same in the classifier's features; None without one.
    """

    classes: ClassHistogram | None
    to_data: HistogramDistance | None
    stacked: StackedModes | None
    memorisation: Memorisation
    pixels: Manifolds
    features: Manifolds | None

    def to_json(self) -> dict[str, Any]:
        """Give all of it as plain data."""
        return {
            name: None if value is None else value.to_json() for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class SampleQuality:
    """Samples beside real images.

    Attributes:
        dataset: name of the image set.
        title: its name in print.
        scale: of the pixels.
        accuracy: of the classifier on the test images; None without one.
        samples: measures of the samples.
        real: of real images in their place; always held-out ones for `memorisation`.
        real_images: which those of the other measures are, in words.
        n: how many samples.
    """

    dataset: str
    title: str
    scale: str
    accuracy: float | None
    samples: Measured
    real: Measured
    real_images: str
    n: int

    def to_json(self) -> dict[str, Any]:
        """Give all of it as plain data."""
        plain = dict(vars(self))
        return plain | {"samples": self.samples.to_json(), "real": self.real.to_json()}


def sample_quality(
    samples: NDArray[Any],
    image_set: ImageSet,
    images: Images,
    classifier: Classifier | None,
    scale: PixelScale = "unit",
    seed: int = 0,
) -> SampleQuality:
    """Measure samples.

    Args:
        samples: (n, pixels), in that scale; of more than 10,000 the first are taken.
        image_set: what the images are.
        images: its images.
        classifier: of the same set and scale; None where there is none.
        scale: of the pixels, in which distances are taken.
        seed: of the choice of real images, which matters where it is not all of them.

    Raises:
        GanTheoryError: for too few samples, or samples that do not fit the set.
    """
    rng = np.random.default_rng(seed)
    samples = samples[:MOST]
    if len(samples) < 10:
        raise GanTheoryError(f"{len(samples)} samples are too few to measure; give 10 or more")
    test = scaled(_chosen(images.test.images, MOST, rng), scale)
    count = min(len(samples), len(test))
    held_out = scaled(images.validation.images[:MOST], scale)
    # precision and recall depend on the number of points: as many real ones as there are samples
    if len(held_out) >= count:
        beside, real_images = _chosen(held_out, len(samples), rng), "held-out images"
    else:
        chosen = _chosen(images.train.images, len(samples), rng)
        beside, real_images = scaled(chosen, scale), "training images"
    points = _chosen(test, count, rng)
    against = {"samples": samples[:count], "real": _chosen(beside, count, rng)}
    training = ScaledImages(images.train.images, scale)
    of_samples, of_real = memorisation(samples, held_out, training, test, seed)
    arrays = {"samples": (samples, of_samples), "real": (beside, of_real)}
    reference = None
    if classifier is not None:
        reference = class_histogram(classifier.probabilities(test)).counts
    single = image_set.classes == 10 and len(image_set.image_shape) == 2
    found = {}
    for name, (array, remembered) in arrays.items():
        classes = to_data = stacked = features = None
        if classifier is not None and reference is not None:
            probabilities = classifier.probabilities(array)
            classes = class_histogram(probabilities)
            to_data = histogram_distance(classes.counts, reference)
            if single:
                stacked = stacks_of_samples(probabilities.argmax(axis=1), seed=seed)
            features = manifolds(classifier.features(points), classifier.features(against[name]))
        found[name] = Measured(
            classes,
            to_data,
            stacked,
            remembered,
            manifolds(points, against[name]),
            features,
        )
    return SampleQuality(
        dataset=image_set.name,
        title=image_set.title,
        scale=scale,
        accuracy=None if classifier is None else classifier.accuracy,
        samples=found["samples"],
        real=found["real"],
        real_images=real_images,
        n=len(samples),
    )


def has_labels(images: Images) -> bool:
    """Whether a classifier can be trained on the training images."""
    return bool((images.train.labels != UNLABELLED).any())


def report(quality: SampleQuality) -> str:
    """Set the measures in text, samples beside real images."""
    ours, real = quality.samples, quality.real
    lines = [f"{quality.title}: {quality.n} samples beside real {quality.real_images}"]
    if quality.accuracy is None:
        lines.append("no classifier: the training images of this set have no labels")
    else:
        lines.append(
            f"classifier: convolutional, trained here, {100 * quality.accuracy:.2f} % of the test "
            "images right"
        )
    lines.append("")
    lines.append(f"{'':44} {'samples':>10} {'real':>10}")

    def row(name: str, a: float, b: float, digits: int = 3) -> None:
        lines.append(f"{name:44} {a:10.{digits}f} {b:10.{digits}f}")

    if ours.classes and real.classes and ours.to_data and real.to_data:
        pairs = zip(ours.classes.counts, real.classes.counts, strict=True)
        totals = sum(ours.classes.counts), sum(real.classes.counts)
        for number, (a, b) in enumerate(pairs):
            row(f"share of class {number}", a / totals[0], b / totals[1])
        row("mean confidence of the classifier", ours.classes.confidence, real.classes.confidence)
        row("share below 0.9 confidence", ours.classes.unsure, real.classes.unsure)
        row(
            "chi-square distance to test images",
            ours.to_data.chi_square,
            real.to_data.chi_square,
            5,
        )
        row("KL(histogram || test images), nats", ours.to_data.kl, real.to_data.kl, 5)
        row(
            "rarest class, share / share in test images",
            ours.to_data.smallest,
            real.to_data.smallest,
        )
        tests = f"{ours.to_data.p_value:10.2g} {real.to_data.p_value:10.2g}"
        lines.append(f"{'p of one histogram with test (Pearson)':44} {tests}")
    near, near_real = ours.memorisation, real.memorisation
    row("distance to train / distance to test", near.ratio, near_real.ratio)
    row("share nearer to train than to test", near.closer_to_training, near_real.closer_to_training)
    row(
        "mean distance to nearest training image",
        near.training_distance,
        near_real.training_distance,
    )
    row("share of near copies", near.near_copies, near_real.near_copies)
    for where, of_ours, of_real in (
        ("pixels", ours.pixels, real.pixels),
        ("features", ours.features, real.features),
    ):
        if of_ours is not None and of_real is not None:
            for name in ("precision", "recall", "density", "coverage"):
                row(f"{name}, {where}", getattr(of_ours, name), getattr(of_real, name))
    if ours.stacked and real.stacked:
        row("stacked modes of 1000", ours.stacked.captured, real.stacked.captured, 0)
        row("KL of the stacked modes to uniform, nats", ours.stacked.kl, real.stacked.kl)
    lines.append("")
    lines.extend(_notes(quality))
    return "\n".join(lines)


def _notes(quality: SampleQuality) -> list[str]:
    pixels = quality.samples.pixels
    best = expected_coverage(pixels.real, pixels.samples)
    notes = [
        f"precision and recall: k = 3; density and coverage: k = 5; {pixels.samples} images "
        f"against {pixels.real} of test; one distribution gives density 1, coverage {best:.3f}",
        f"nearer to train or test: {quality.samples.memorisation.references} of each; real: "
        f"{quality.real.memorisation.points} held-out images; 1/2 where nothing is memorised",
    ]
    if quality.samples.stacked:
        notes.append(
            "stacks of three independent samples: the class histogram on a finer scale, not a "
            "generator of stacked MNIST"
        )
    return notes


def _chosen(images: NDArray[Any], count: int, rng: np.random.Generator) -> NDArray[Any]:
    """Choose at most so many images at random, and give them in the order of their file."""
    return images[np.sort(rng.permutation(len(images))[:count])]
