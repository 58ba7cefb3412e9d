"""Train a 1-D GAN on any mixture, record it, and compare the theory with the run."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard
from gantheory.line.config import MixtureConfig

DEFAULT = MixtureConfig()

DESCRIPTION = """\
Train a 1-D GAN by Algorithm 1 and record, with exact densities, how p_g, D and D* move; then
print theory against experiment. Takes some seconds. Examples:
  python experiments/mixture_1d.py
  python experiments/mixture_1d.py --target bimodal --k 5 --generator-spread 4 --out runs/two
  python experiments/mixture_1d.py --target "0.3*N(-2,0.5)+0.7*N(1,1)" --out runs/formula
  python experiments/mixture_1d.py --prior uniform --k 5 --generator-rate 0.005 \\
      --generator-spread 8 --out runs/uniform
  python experiments/mixture_1d.py --game non_saturating --seeds 0 1 2 --out runs/seeds
"""


def main(
    config: MixtureConfig = DEFAULT,
    out: Path = Path("runs/mixture_1d"),
    seeds: tuple[int, ...] = (),
    force: bool = False,
) -> int:
    """Run the experiment.

    Args:
        config: the experiment.
        out: folder of the recording; with several seeds, of one folder seed-N for each.
        seeds: run these seeds, all at once, instead of --seed.
        force: replace a recording that is there.
    """
    from gantheory.line.comparison import compare_runs
    from gantheory.line.run import run_mixture

    folders = run_mixture(config, out, seeds, force)
    return 0 if compare_runs(folders) else 1


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
