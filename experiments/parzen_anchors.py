"""Score the Parzen anchors: what real images, blurred ones and noise get under the protocol."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard


def main(
    dataset: str = "mnist",
    samples: int = 10_000,
    seed: int = 0,
    data_dir: Path | None = None,
    json: Path | None = None,
) -> int:
    """Print the Parzen score of every anchor.

    Args:
        dataset: the image set.
        samples: kernels in each mixture; scores of different numbers are not comparable.
        seed: of the anchors that are drawn.
        data_dir: folder of the image sets.
        json: also write the results here.
    """
    import numpy as np

    from gantheory.atomic import write_json
    from gantheory.datasets import image_set_named, load_images
    from gantheory.parzen.anchors import ANCHORS
    from gantheory.parzen.estimator import PAPER_VALIDATION, parzen_score

    images = load_images(image_set_named(dataset), data_dir)
    validation = images.validation.images[:PAPER_VALIDATION] / 255.0
    test = images.test.images / 255.0
    results = {}
    print(f"{'anchor':40} {'n':>6} {'sigma':>7} {'nats':>9} {'s.e.':>6}")
    for name, make in ANCHORS.items():
        score = parzen_score(make(images, samples, np.random.RandomState(seed)), validation, test)
        results[name] = score.to_json()
        print(
            f"{name:40} {score.n_samples:6d} {score.sigma:7.4f} {score.mean:9.2f} "
            f"{score.standard_error:6.2f}{'  edge of the grid' if score.at_edge else ''}"
        )
    if json:
        write_json(json, {"dataset": dataset, "seed": seed, "anchors": results})
    return 0


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main)))
