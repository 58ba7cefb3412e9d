"""Lives of one job, each ended by SIGKILL at a chosen moment; run as a script by test_kill.py.

The script imports everything once and forks before JAX has started any thread, so that a life
costs a fraction of a second. A life kills itself at its n-th operation on a file of the job's
folder (an audit hook counts them), or is killed from outside by the clock.
"""

import json
import os
import signal
import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path

import strict_jax  # noqa: F401  (settings of JAX)

COUNTED = ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir")


def kill_at(folder, number, halves=False):
    """Die at the number-th file operation within `folder`; return what counts them.

    With `halves`, that operation is a write: half of the bytes are on disk when it dies.
    """
    seen = []

    def hook(event, arguments):
        if event in COUNTED and isinstance(arguments[0], (str, bytes, os.PathLike)):
            if str(folder) not in os.fsdecode(arguments[0]):
                return
            seen.append(event)
            if len(seen) == number and not halves:
                os.kill(os.getpid(), signal.SIGKILL)

    if halves:
        write_bytes, written = Path.write_bytes, []

        def half(path, data):
            written.append(path)
            if len(written) < number:
                return write_bytes(path, data)
            write_bytes(path, data[: len(data) // 2])
            return os.kill(os.getpid(), signal.SIGKILL)

        Path.write_bytes = half
    sys.addaudithook(hook)
    return seen


def forked(job):
    """Run a job in a child; give its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        job()
        code = 0
    finally:
        os._exit(code)


def ended(child):
    """Wait for a child: 9 where it was killed, 0 where it came to its end."""
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def checkpoint_writes(folder):
    """Kill the writing of a checkpoint at every file operation that it has, and within writes."""
    import numpy as np

    from gantheory.checkpoint import read_checkpoint, save_checkpoint

    folder.mkdir()
    states = [{"w": np.full((50, 7), float(step)), "n": np.array(step)} for step in range(6)]

    def save(out, *steps):
        for step in steps:
            save_checkpoint(out, step, states[step], {"step": step})

    def counted():
        save(folder / "count", 1, 2)
        seen = kill_at(folder / "count", 0)
        save(folder / "count", 3)
        (folder / "operations").write_text(str(len(seen)))

    assert ended(forked(counted)) == 0
    operations = int((folder / "operations").read_text())
    found = []
    moments = [(number, False) for number in range(1, operations + 1)] + [(1, True), (2, True)]
    for place, (number, halves) in enumerate(moments):
        out = folder / str(place)
        save(out, 1, 2)

        def third(out=out, number=number, halves=halves):
            kill_at(out, number, halves)
            save(out, 3)

        how = ended(forked(third))
        last = read_checkpoint(out)
        whole = {name: array.tolist() for name, array in last.arrays.items()}
        wanted = {f"['{name}']": array.tolist() for name, array in states[last.step].items()}
        save(out, 4)
        save(out, 5)
        left = sorted(path.name for path in out.iterdir())
        again = read_checkpoint(out).step
        found.append(
            {"ended": how, "step": last.step, "whole": whole == wanted, "left": left, "last": again}
        )
    return found


def training(folder, moments, seed):
    """Train once without and once with kills, at `moments`; give what both leave."""
    import numpy as np
    from small_images import write_small_set

    from gantheory.checkpoint import checkpoint_steps
    from gantheory.datasets import load_images
    from gantheory.images.config import ImageConfig
    from gantheory.images.run import run_images

    image_set = write_small_set(folder / "data", side=6)
    images = load_images(image_set, folder / "data")
    tiny = ImageConfig(
        dataset="small",
        epochs=36,
        train_images=100,
        batch=50,
        noise=3,
        generator_hidden=(6,),
        discriminator_hidden=(4,),
        discriminator_pieces=2,
        sheet_every=0,
        parzen_every=4,
        parzen_samples=20,
    )
    rng = np.random.default_rng(seed)

    def life(out, number=0, resume=False):
        import jax

        jax.config.update("jax_compilation_cache_dir", str(folder / "compiled"))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
        kill_at(out, number)
        run_images(replace(tiny), image_set, images, out, resume=resume)

    assert ended(forked(lambda: life(folder / "whole"))) == 0
    out = folder / "killed"
    lives = []
    for how in moments:
        before = checkpoint_steps(out / "checkpoints")
        resume = (out / "config.json").exists()
        if how == "operation":
            # the first 20 are of starting; an epoch has 16, with a new best 32
            number = int(rng.integers(20, 70))
            status = ended(forked(lambda n=number, r=resume: life(out, n, r)))
        else:
            number = round(float(rng.uniform(0, 0.02)), 4)
            child = forked(lambda r=resume: life(out, resume=r))
            while checkpoint_steps(out / "checkpoints")[-1:] == before[-1:]:
                if os.waitpid(child, os.WNOHANG)[0]:
                    sys.exit("a run ended before it wrote a checkpoint")
                time.sleep(0.001)
            time.sleep(number)
            os.kill(child, signal.SIGKILL)
            status = ended(child)
        steps = checkpoint_steps(out / "checkpoints")
        lives.append({"how": how, "at": number, "ended": status, "epoch": max(steps, default=0)})
    with (out / "metrics.jsonl").open("a") as metrics:
        metrics.write('{"epoch": 99')  # killed within a line
    end = ended(forked(lambda: life(out, resume=True)))
    return {"lives": lives, "end": end}


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of forking: there are no threads yet
    place, moments, seed = Path(sys.argv[1]).resolve(), *map(json.loads, sys.argv[2:])
    found = {"writes": checkpoint_writes(place / "writes"), **training(place, moments, seed)}
    print(json.dumps(found))
