"""Score the Parzen anchors: what real images, centroids, blurred images and noise get."""

import sys
from pathlib import Path
from typing import Literal

import tyro

from gantheory.errors import guard

DESCRIPTION = """\
Score samples that no generator made by the protocol of an image set, to read the scores of
generators by. Examples:
  python experiments/parzen_anchors.py
  python experiments/parzen_anchors.py --dataset cifar10 --scale contrast
  python experiments/parzen_anchors.py --dataset faces48 --json anchors.json
"""


def main(
    dataset: str = "mnist",
    samples: int = 10_000,
    scale: Literal["unit", "contrast"] = "unit",
    seed: int = 0,
    data_dir: Path | None = None,
    json: Path | None = None,
) -> int:
    """Print the Parzen score of every anchor.

    Args:
        dataset: the image set.
        samples: kernels in each mixture; scores of different numbers are not comparable.
        scale: of the pixels; "contrast" is that of the paper's CIFAR-10 networks.
        seed: of the anchors that are drawn.
        data_dir: folder of the image sets.
        json: also write the results here.
    """
    from gantheory.atomic import write_json
    from gantheory.datasets import image_set_named, load_images
    from gantheory.errors import GanTheoryError
    from gantheory.parzen.anchor_table import anchor_row, measure_anchors
    from gantheory.seeds import check_seed

    if samples < 2:
        raise GanTheoryError("--samples is at least 2")
    check_seed(seed, "--seed")
    image_set = image_set_named(dataset)
    images = load_images(image_set, data_dir)
    print(f"{'anchor':40} {'n':>6} {'sigma':>7} {'nats':>9} {'s.e.':>6}")
    record = measure_anchors(
        image_set,
        images,
        samples,
        scale,
        seed,
        seen=lambda name, anchor: print(anchor_row(name, anchor), flush=True),
    )
    if json:
        write_json(json, record)
    return 0


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION)))
