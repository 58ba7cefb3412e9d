"""Mode collapse: one GAN on a mixture, trained from many seeds, counted as the papers count."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import tyro

from gantheory.errors import guard
from gantheory.sweep.config import SweepConfig, check_recording
from gantheory.sweep.presets import PRESETS, find_preset, origin_of
from gantheory.targets import find_target

DESCRIPTION = f"""\
Train a GAN on a mixture from many seeds at once and count how many modes it finds.
Writes one row per seed, curves, a summary with intervals over seeds, and a figure.
Presets (networks, optimiser, batch, length): {", ".join(PRESETS)}. Examples:
  python experiments/mode_collapse.py --seeds 64 --out runs/ring8
  python experiments/mode_collapse.py --target grid25 --packing 2 --out runs/packed
  python experiments/mode_collapse.py --game wasserstein --gradient-penalty 0.1 --k 5
  python experiments/mode_collapse.py --preset unrolled --unrolling 0 --seeds 10
  python experiments/mode_collapse.py --preset pacgan --target pacgan_grid25 --packing 3
  python experiments/mode_collapse.py --seeds 64 --out runs/ring8 --resume
  python experiments/mode_collapse.py --watch
  python experiments/mode_collapse.py --record 0 3 --out runs/replays
"""


@dataclass(frozen=True)
class Options:
    """The experiment and what to do with it.

    Attributes:
        config: the experiment.
        preset: whose networks, optimiser, batch and length to start from; other options change it.
        out: folder of the sweep: rows.jsonl, curves.npz, summary.json, sweep.png.
        resume: go on with the sweep in OUT; its rows come out as if it had never stopped.
        watch: show samples, modes and seeds in the terminal while they train.
        record: write replays of these seeds, OUT/replays/seed-N, for animations.
        record_every: iterations between the frames of a replay; 0 makes about 100 frames.
        seeds_at_once: seeds in memory at once; 0 for as many as fit.
        memory_gb: memory that may be used, in GiB; 0 for half of what is free.
        processes: how many processes share the sweep, on this machine or several.
        process: which of them this is, from 0; the first writes the results.
        coordinator: address and port of the first process.
    """

    config: SweepConfig
    preset: str
    out: Path = Path("runs/mode_collapse")
    resume: bool = False
    watch: bool = False
    record: tuple[int, ...] = ()
    record_every: int = 0
    seeds_at_once: int = 0
    memory_gb: float = 0.0
    processes: int = 1
    process: int = 0
    coordinator: str = "127.0.0.1:47614"


def main() -> int:
    """Run the experiment that the command line describes."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--preset", default="small")
    preset = first.parse_known_args()[0].preset
    options = tyro.cli(
        Options,
        default=Options(find_preset(preset).config, preset),
        description=DESCRIPTION,
        config=(tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes),
    )
    options.config.check()
    check_recording(options.record, options.record_every)
    target = find_target(options.config.target)
    origin = origin_of(options.preset, options.config)
    if origin.warning:
        print(f"warning: {origin.warning}", file=sys.stderr)
    from gantheory.sweep.devices import use_all_cores

    use_all_cores()
    from gantheory.compile_cache import use_compile_cache

    use_compile_cache()
    if options.processes > 1:
        from gantheory.sweep.gather import start_processes

        start_processes(options.coordinator, options.processes, options.process)
    from gantheory.sweep.run import run_sweep

    if options.record:
        from gantheory.sweep.replay import check_recordable, record_seeds

        check_recordable(target)

    with ExitStack() as stack:
        watch = None
        if options.watch and options.process == 0:
            from gantheory.replay.watch import TerminalWatch

            watch = stack.enter_context(TerminalWatch(options.config, target))
        summary = run_sweep(
            options.config,
            options.out,
            resume=options.resume,
            seeds_at_once=options.seeds_at_once,
            memory_gb=options.memory_gb,
            watch=watch,
            origin=origin,
        )
    if options.process > 0:
        return 0
    from gantheory.figures.sweep import write_sweep_figure
    from gantheory.sweep.results import table

    print("\n".join(table(summary)))
    write_sweep_figure(options.out, options.out / "sweep.png")
    print(f"written: {options.out / 'summary.json'}")
    if options.record:
        for folder in record_seeds(
            options.config, options.record, options.out, options.record_every
        ):
            print(f"written: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(guard(main))
