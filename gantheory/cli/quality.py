"""What a Parzen score cannot see of samples: classes, confidence, memorisation, coverage.

A classifier is trained once on the set (about a minute on a CPU for MNIST, where it gets 99 % of
the test images right, and five for CIFAR-10, 71 %) and kept; its test accuracy is printed with
every result. Distances are exact, to all training images.
"""

import argparse
from pathlib import Path
from typing import Any

from gantheory.cli.samples import add_sample_arguments, read_samples

EXAMPLES = """\
examples:
  gantheory quality runs/mnist/samples.npy --dataset mnist
  gantheory quality samples.npy --json quality.json
  gantheory quality runs/conv/samples.npy --dataset cifar10 --scale contrast
  gantheory quality runs/stage2/samples.npy --dataset faces48

SAMPLES.npy is what `gantheory parzen` takes. Where it is the samples.npy of a run, measured on the
run's image set in its scale, the result is also written there as quality.json, for the table of
results (experiments/table1.py).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory quality`."""
    add_sample_arguments(parser)
    parser.add_argument(
        "--cache", metavar="DIR", help="where classifiers are kept (default: the platform's cache)"
    )


def run(args: argparse.Namespace) -> int:
    """Measure the samples and print the table."""
    from gantheory.atomic import write_json
    from gantheory.datasets import image_set_named, load_images
    from gantheory.provenance import made_by
    from gantheory.sample_quality.classifier import cached_classifier, usual_config
    from gantheory.sample_quality.measure import has_labels, report, sample_quality

    image_set = image_set_named(args.dataset)
    path = Path(args.samples)
    samples = read_samples(path, image_set.image_shape, args.scale)
    images = load_images(image_set, args.data_dir)
    classifier = None
    if has_labels(images):
        config = usual_config(image_set, args.scale)
        classifier = cached_classifier(config, image_set, images, args.cache)
    quality = sample_quality(samples, image_set, images, classifier, args.scale)
    # printed first: what took minutes is then seen even where it cannot be written
    print(report(quality))
    result: dict[str, Any] = {"schema_version": 1, "kind": "sample_quality", **quality.to_json()}
    result["classifier"] = None if classifier is None else classifier.record
    result |= made_by()
    result["state_sha256"] = _state_of_run(path, image_set.name, args.scale)
    if result["state_sha256"] is not None:
        write_json(path.parent / "quality.json", result)
    if args.json:
        write_json(args.json, result)
    return 0


def _state_of_run(path: Path, dataset: str, scale: str) -> str | None:
    """The parameters that samples are of, by their SHA-256, if the folder they lie in says so.

    None where that is no finished run, the file is not the one that the run wrote, or the
    measures are of another image set or scale: the table of results would take them for the run's.
    """
    import json

    from gantheory.errors import GanTheoryError
    from gantheory.images.config import config_of

    if path.name != "samples.npy":
        return None
    try:
        trained = json.loads((path.parent / "result.json").read_text(encoding="utf-8"))
        config = config_of(trained["config"])
        state = str(trained["state_sha256"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, GanTheoryError):
        return None
    return state if (config.dataset, config.scale) == (dataset, scale) else None
