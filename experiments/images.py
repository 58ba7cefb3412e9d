"""The paper's image experiments: MNIST, Toronto faces in two stages, CIFAR-10 in two versions."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard
from gantheory.images.experiment import run_experiment
from gantheory.images.paper_configs import PAPER_CONFIGS

DESCRIPTION = """\
Train a GAN in one of the paper's configurations and print the Parzen log-likelihood of 10,000
samples. Every setting can be changed after the name of the configuration. Examples:
  python experiments/images.py mnist
  python experiments/images.py cifar10_convolutional --epochs 100 --out runs/conv
  python experiments/images.py faces48_pretrain --out runs/stage1
  python experiments/images.py faces48_train --pretrained runs/stage1 --out runs/stage2
  python experiments/images.py mnist --stop-after 50 --parzen-every 10 --epochs 1000

TFD wants TFD_48x48.mat (see `gantheory data status`); faces48 runs the same protocol on other
faces, and its numbers are not TFD results. All but MNIST are work for a GPU.
"""

CONFIGS = tyro.extras.subcommand_type_from_defaults(
    {name: paper.config for name, paper in PAPER_CONFIGS.items()},
    {name: paper.summary for name, paper in PAPER_CONFIGS.items()},
    prefix_names=False,
)

SETTINGS = (
    tyro.conf.FlagCreatePairsOff,
    tyro.conf.OmitArgPrefixes,
    tyro.conf.CascadeSubcommandArgs,
)


def main(
    config: tyro.conf.OmitSubcommandPrefixes[CONFIGS],  # type: ignore[valid-type]
    out: Path | None = None,
    data_dir: Path | None = None,
    resume: bool = False,
    pretrained: Path | None = None,
) -> int:
    """Run the experiment.

    Args:
        config: the experiment.
        out: folder of the run: checkpoints, metrics.jsonl, sheets, samples.npy, result.json;
            by default runs/CONFIGURATION.
        data_dir: folder of the image sets; by default GANTHEORY_DATA, shared/data beside the
            checkout, or the platform's cache folder, where missing files are downloaded to.
        resume: go on from the last checkpoint in OUT, bit for bit.
        pretrained: folder of the run of the first stage, for a second stage.
    """
    return run_experiment(config, out, data_dir, resume, pretrained)


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=SETTINGS)))
