"""A sweep in the terminal: the numbers are the measured ones, with and without a terminal."""

import io
import re

import numpy as np
import pytest
from rich.console import Console

from gantheory.replay.watch import TerminalWatch
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.history import SEEN, History
from gantheory.targets import find_target

CONFIG = SweepConfig(target="ring8", seeds=20, iterations=500, measure_every=250, samples=80)
RING = find_target("ring8")


def history(seeds=20, broken=()):
    """Two frames: seed s has all its samples at mode 0, then ten at each of s % 9 modes."""
    near = np.zeros((seeds, CONFIG.frames, 8), np.int64)
    near[:, 0, 0] = 80
    for seed in range(seeds):
        near[seed, 1, : seed % 9] = 10
    halted = np.zeros(seeds, np.int64)
    halted[list(broken)] = 123
    seen = {name: np.full((seeds, CONFIG.frames), -1.25) for name in SEEN}
    return History(near, near, seen, {}, halted, done=2)


def samples(seeds=20):
    return np.stack([RING.mixture.sample(np.random.default_rng(s), 80) for s in range(seeds)])


def shown(terminal, **options):
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=120, color_system=None)
    with TerminalWatch(CONFIG, RING, console=console) as watch:
        watch(range(20), 250, history(**options), samples())
    # a terminal is drawn on once more at the end
    text = stream.getvalue()
    return text[text.rindex("iteration 250") :]


def test_elsewhere_than_in_a_terminal_it_is_a_line_of_text():
    [line] = shown(False).splitlines()
    modes = np.mean([seed % 9 for seed in range(20)])
    quality = np.mean([seed % 9 / 8 for seed in range(20)])
    assert line == (
        f"iteration 250 of 500, 20 seeds: {modes:.1f} of 8 modes, "
        f"high quality {quality:.2f}, value -1.250, 0 diverged"
    )


def test_in_a_terminal_it_shows_samples_modes_and_a_line_per_seed():
    text = shown(True)
    rows = {int(s): int(m) for s, m in re.findall(r"^.*?│\s+(\d+)\s+(\d)/8", text, re.M)}
    assert rows == {seed: seed % 9 for seed in range(14)}
    assert "and 6 more" in text
    # seed 0 has no mode at the end: all eight are rings, beside the one that explains the sign
    assert (text.count("●"), text.count("○")) == (1, 9)
    assert re.search("[\u2801-\u28ff]", text)


def test_seeds_that_diverged_say_so_and_are_in_no_mean():
    text = shown(True, broken=(0, 2))
    assert text.count("diverged at 123") == 2
    assert "seed 1, samples of G" in text
    assert "2 diverged" in text
    modes = np.mean([seed % 9 for seed in range(20) if seed not in (0, 2)])
    assert f"{modes:.1f} of 8 modes" in text
    assert "20 diverged" in shown(False, broken=range(20))


def test_targets_on_the_line_are_drawn_as_bars():
    line = find_target("0.5*N(-2,0.5)+0.5*N(2,0.5)")
    config = SweepConfig(target=line.name, seeds=1, iterations=500, measure_every=250, samples=80)
    near = np.full((1, config.frames, 2), 40)
    seen = {name: np.zeros((1, config.frames)) for name in SEEN}
    own = History(near, near, seen, {}, np.zeros(1, np.int64), done=2)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120, color_system=None)
    with TerminalWatch(config, line, console=console) as watch:
        watch([0], 250, own, line.mixture.sample(np.random.default_rng(0), 80)[None])
    text = stream.getvalue()
    assert "p_data" in text
    assert "█" in text


def test_beyond_the_plane_two_axes_are_drawn_and_named(tmp_path):
    path = tmp_path / "space.toml"
    path.write_text("means = [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]\nstd = 0.1\n")
    target, config = find_target(path), SweepConfig(target=str(path), seeds=1, samples=80)
    counts = np.full((1, config.frames, 2), 40)
    seen = {name: np.zeros((1, config.frames)) for name in SEEN}
    past = History(counts, counts, seen, {}, np.zeros(1, np.int64), done=1)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120, color_system=None)
    with TerminalWatch(config, target, console=console) as watch:
        watch([0], 0, past, target.mixture.sample(np.random.default_rng(0), 80)[None])
    assert "axes 1 and 2 of 3" in stream.getvalue()
    assert stream.getvalue().count("●") > 2


def test_an_error_while_it_watches_leaves_the_terminal_as_it_was():
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=120)
    with pytest.raises(RuntimeError), TerminalWatch(CONFIG, RING, console=console):
        raise RuntimeError
    hidden, back = "\x1b[?25l", "\x1b[?25h"
    assert stream.getvalue().rindex(back) > stream.getvalue().rindex(hidden)
