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

SAMPLES.npy is what `gantheory parzen` takes. Where it lies in the folder of a run, the result is
also written there as quality.json, for the table of results (experiments/table1.py).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory quality`."""
    add_sample_arguments(parser)
    parser.add_argument(
        "--cache", metavar="DIR", help="where classifiers are kept (default: the platform's cache)"
    )


def run(args: argparse.Namespace) -> int:
    """Measure the samples and print the table."""
    import json

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
    result: dict[str, Any] = {"schema_version": 1, "kind": "sample_quality", **quality.to_json()}
    result["classifier"] = None if classifier is None else classifier.record
    result |= made_by()
    result_of_run = path.parent / "result.json"
    if result_of_run.is_file():
        try:
            trained = json.loads(result_of_run.read_text(encoding="utf-8"))
            result["state_sha256"] = trained["state_sha256"]
        except (ValueError, KeyError, TypeError):
            result["state_sha256"] = None
        else:
            write_json(path.parent / "quality.json", result)
    if args.json:
        write_json(args.json, result)
    print(report(quality))
    return 0
