"""Parzen window log-likelihood of an array of samples, by the protocol of the paper's Table 1.

A Gaussian is placed on each sample. Its width sigma is the one that suits the validation images
best (the first 1,000, where a set has more and no folds); the score is the mean log-likelihood of
all test images, in nats, with its standard error over them. On faces, five folds have a width and
a score each: the score is their mean, with its standard error over the folds. Scores of different
numbers of samples, or in different scales of pixels, are not comparable.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from gantheory.cli.samples import add_sample_arguments, read_samples

if TYPE_CHECKING:
    from gantheory.parzen.estimator import ParzenResult
    from gantheory.parzen.folds import FoldedParzen

EXAMPLES = """\
examples:
  gantheory parzen runs/mnist/samples.npy --dataset mnist
  gantheory parzen runs/mnist/samples.npy --anchors
  gantheory parzen samples.npy --json score.json
  gantheory parzen samples.npy --sigmas 0.14 0.15 0.16 0.17 0.18
  gantheory parzen runs/stage2/samples.npy --dataset faces48
  gantheory parzen runs/conv/samples.npy --dataset cifar10 --scale contrast

SAMPLES.npy holds one sample per row, (n, 784) or (n, 28, 28) for MNIST, (n, 32, 32, 3) for
CIFAR-10: unsigned bytes from 0 to 255, or floats. Floats are pixels from 0 to 1, or with
--scale contrast what the paper's CIFAR-10 networks give: images of mean 0 and norm 55.

For comparison, 10,000 real training images of MNIST score about 243 +- 2, k-means centroids 335
and the paper's adversarial nets 225 +- 2: a score above 243 is not "better than data". What real
and blurred images, centroids and noise score stands below the result where it is known for that
set and number of samples; --anchors measures it where it is not, which takes minutes. TFD and
faces48 are different sets; so are their scores.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory parzen`."""
    add_sample_arguments(parser)
    parser.add_argument(
        "--sigmas",
        type=float,
        nargs="+",
        metavar="S",
        help="widths to try (default: the paper's 10 from 0.1 to 1)",
    )
    parser.add_argument(
        "--anchors", action="store_true", help="measure what real images and centroids score"
    )


def run(args: argparse.Namespace) -> int:
    """Score the samples and print the curve and the score."""
    from gantheory.atomic import write_json
    from gantheory.datasets import image_set_named, load_images
    from gantheory.errors import GanTheoryError
    from gantheory.parzen.anchor_table import anchor_lines, anchors_of, known_anchors
    from gantheory.parzen.estimator import PAPER_SIGMAS
    from gantheory.parzen.folds import score_on_set

    if args.anchors and args.sigmas:
        raise GanTheoryError("anchors are scored on the paper's grid: leave --sigmas or --anchors")
    image_set = image_set_named(args.dataset)
    samples = read_samples(Path(args.samples), image_set.image_shape, args.scale)
    images = load_images(image_set, args.data_dir)
    sigmas = sorted(args.sigmas) if args.sigmas else PAPER_SIGMAS
    result = score_on_set(samples, images, args.scale, sigmas)
    # printed first: what took minutes is then seen even where it cannot be written
    print(report(result, image_set.title))
    if args.json:
        write_json(args.json, {"dataset": image_set.name, "scale": args.scale, **result.to_json()})
    asked = (image_set, images, len(samples), args.scale)
    record = anchors_of(*asked) if args.anchors else known_anchors(*asked)
    if record is not None and not args.sigmas:
        print("\n" + "\n".join(anchor_lines(record, result.mean)))
    return 0


def report(result: "ParzenResult | FoldedParzen", title: str) -> str:
    """Set the curve and the score in text."""
    from gantheory.parzen.folds import FoldedParzen

    if isinstance(result, FoldedParzen):
        lines = _folds(result, title)
        subject = "sigma of a fold"
    else:
        lines = _curve(result, title)
        subject = "sigma"
    if result.at_edge:
        lines.append(
            f"warning: the best {subject} is at the edge of the grid; widen it with --sigmas, "
            "the score is not to be trusted"
        )
    return "\n".join(lines)


def _folds(result: "FoldedParzen", title: str) -> list[str]:
    lines = [f"{'fold':>4} {'sigma':>8} {'validation':>12} {'test':>12} {'std. error':>11}"]
    for number, fold in enumerate(result.folds):
        validation = fold.validation.means[fold.validation.best]
        lines.append(
            f"{number:4d} {fold.sigma:8.4f} {validation:12.2f} {fold.mean:12.2f} "
            f"{fold.standard_error:11.2f}{'  <- edge of the grid' if fold.at_edge else ''}"
        )
    lines.append("")
    lines.append(
        f"{title}: {result.mean:.2f} +- {result.standard_error:.2f} nats, standard error over "
        f"{len(result.folds)} folds ({result.n_samples} samples)"
    )
    return lines


def _curve(result: "ParzenResult", title: str) -> list[str]:
    lines = [f"{'sigma':>8} {'validation':>12} {'test':>12} {'std. error':>11}"]
    rows = zip(
        result.test.sigmas,
        result.validation.means,
        result.test.means,
        result.test.standard_errors,
        strict=True,
    )
    for index, (sigma, validation, test, error) in enumerate(rows):
        mark = "  <- best on validation" if index == result.validation.best else ""
        lines.append(f"{sigma:8.4f} {validation:12.2f} {test:12.2f} {error:11.2f}{mark}")
    lines.append("")
    lines.append(
        f"{title}: {result.mean:.2f} +- {result.standard_error:.2f} nats at sigma "
        f"{result.sigma:.4g} ({result.n_samples} samples, {result.validation.n_points} "
        f"validation and {result.test.n_points} test images)"
    )
    return lines
