"""The paper's MNIST experiment: train a GAN on all of MNIST and score it."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard
from gantheory.image_config import ImageConfig

PAPER = ImageConfig()

DESCRIPTION = """\
Train a GAN on MNIST in the paper's configuration and print the Parzen log-likelihood
of 10,000 samples. An epoch takes about 10 s on two cores. Examples:
  python experiments/mnist.py                      the paper's schedule, 250 epochs
  python experiments/mnist.py --epochs 25 --out runs/short
  python experiments/mnist.py --epochs 50 --out runs/short --resume
  python experiments/mnist.py --schedule alternating --game minimax --out runs/as-printed
"""


def main(
    config: ImageConfig = PAPER,
    out: Path = Path("runs/mnist"),
    data_dir: Path | None = None,
    resume: bool = False,
) -> int:
    """Run the experiment.

    Args:
        config: the experiment.
        out: folder of the run: checkpoints, metrics.jsonl, sheets, samples.npy, result.json.
        data_dir: folder of the image sets; by default GANTHEORY_DATA, shared/data beside the
            checkout, or the platform's cache folder, where missing files are downloaded to.
        resume: go on from the last checkpoint in OUT, bit for bit.
    """
    from gantheory.datasets import image_set_named, load_images

    config.check()
    image_set = image_set_named(config.dataset)
    images = load_images(image_set, data_dir)

    from gantheory.image_run import run_images  # JAX: not before the input is known to be good

    result = run_images(config, image_set, images, out, resume)
    parzen = result["parzen"]
    print(
        f"{image_set.title}, {result['epochs']} epochs, {parzen['n_samples']} samples: Parzen "
        f"log-likelihood {parzen['mean']:.2f} +- {parzen['standard_error']:.2f} nats "
        f"(sigma {parzen['sigma']:.4f} from validation"
        f"{', at the edge of its grid' if parzen['at_edge'] else ''})"
    )
    print(f"written: {out / 'result.json'}")
    return 0


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
