"""A sweep in a process of its own, for the tests that kill it or run two of them.

usage: child_sweep.py OUT SAVES_BEFORE_DEATH [COORDINATOR PROCESS MEMORY_GB]
"""

import os
import signal
import sys
from pathlib import Path

# the tests' settings for arrays; this process loads no plugins
os.environ.setdefault("JAX_NUMPY_RANK_PROMOTION", "raise")
os.environ.setdefault("JAX_NUMPY_DTYPE_PROMOTION", "strict")
os.environ["JAX_NUM_CPU_DEVICES"] = "1"

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]


def main() -> None:
    from small_sweep import PART, SMALL

    from gantheory.sweep import parts
    from gantheory.sweep.run import run_sweep

    out, saves = sys.argv[1], int(sys.argv[2])
    plan = {"seeds_at_once": PART}
    if len(sys.argv) > 3:
        from gantheory.sweep.gather import start_processes

        start_processes(sys.argv[3], 2, int(sys.argv[4]))
        plan = {"memory_gb": float(sys.argv[5])}
    save, done = parts.save_checkpoint, []

    def save_and_die(directory, *rest):
        path = save(directory, *rest)
        done.append(path)
        if len(done) == saves:
            os.kill(os.getpid(), signal.SIGKILL)
        return path

    parts.save_checkpoint = save_and_die
    run_sweep(SMALL, out, **plan, checkpoint_seconds=0.0)


if __name__ == "__main__":
    main()
