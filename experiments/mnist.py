"""The paper's MNIST experiment: train a GAN on all of MNIST and score it."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard
from gantheory.images.config import ImageConfig
from gantheory.images.experiment import run_experiment

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
    return run_experiment(config, out, data_dir, resume)


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
