"""The table: entries are the published set-ups, verdicts follow from numbers, runs go on."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.sweep import table_run
from gantheory.sweep.entries import METHODS, TARGETS, Entry, all_entries, chosen, work
from gantheory.sweep.history import History
from gantheory.sweep.presets import PRESETS
from gantheory.sweep.published import TABLES, Number
from gantheory.sweep.results import make_rows, make_summary
from gantheory.sweep.table import Ours, mark_of, read_lines, verdict
from gantheory.sweep.table_text import FORMATS
from gantheory.targets import find_target

VANILLA = Entry("ring8", "vanilla", "pacgan")


def made_summary(config):
    """The summary of a sweep whose seed s ends with all samples at the first s % 8 + 1 modes."""
    target = find_target(config.target)
    history = History.empty(config, target, config.seeds)
    for seed in range(config.seeds):
        near = history.near[seed]
        near[:, : seed % 8 + 1] = 2500 // (seed % 8 + 1)
        history.high_quality[seed] = near // 2
    rows = make_rows(config, target, list(config.seed_list), replace(history, done=config.frames))
    return {"kind": "sweep", "config": asdict(config), **make_summary(target, rows)}


def write_record(folder, config, finished=True):
    folder.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(asdict(config)))
    (folder / "config.json").write_text(json.dumps({"config": plain, "seeds_at_once": 10}))
    if finished:
        (folder / "summary.json").write_text(json.dumps(made_summary(config)))


def test_there_are_all_methods_on_both_targets_under_both_conventions():
    assert len(all_entries()) == len({e.name for e in all_entries()}) == 2 * 2 * 6
    for entry in all_entries():
        config = entry.config(1.0, 10)
        preset = PRESETS[TABLES[entry.convention].preset].config
        assert config.seeds == 10
        assert config.iterations == preset.iterations == entry.published_updates
        assert config.generator_hidden == preset.generator_hidden
        assert config.frames == 11
        assert find_target(config.target).convention.trials == TABLES[entry.convention].trials
    changed = {m: sorted(METHODS[m]) for m in ("vanilla", "unrolled", "pacgan3")}
    assert changed == {"vanilla": [], "unrolled": ["unrolling"], "pacgan3": ["packing"]}


def test_a_published_row_has_an_entry():
    for name, table in TABLES.items():
        for target, method in table.rows:
            assert Entry(target, method, name) in all_entries()
    assert VANILLA.published.modes == Number(6.3, 0.5)
    assert Entry("ring8", "vanilla", "veegan").published.modes == Number(1.0)


def test_the_budget_is_a_share_of_the_updates_and_scales_the_work():
    config = VANILLA.config(0.02, 10)
    assert config.iterations == 8000
    assert work(config) == pytest.approx(0.02 * work(VANILLA.config(1.0, 10)))
    assert work(Entry("ring8", "unrolled", "pacgan").config(0.02, 10)) > 5 * work(config)
    for budget in (0.0, 1.5, float("nan")):
        with pytest.raises(GanTheoryError, match="0 < budget <= 1"):
            VANILLA.config(budget, 10)
    with pytest.raises(GanTheoryError, match="at least 2 seeds"):
        VANILLA.config(1.0, 1)


@pytest.mark.parametrize(
    ("patterns", "count"),
    [((), 24), (("ring8",), 12), (("ring8/pacgan2",), 2), (("*/*/veegan", "ring8"), 18)],
)
def test_patterns_choose_entries(patterns, count):
    assert len(chosen(patterns)) == count


@pytest.mark.parametrize("pattern", ["ring9", "ring8/alice", "ring8/vanilla/pacgan/x"])
def test_a_pattern_that_names_nothing_is_refused_with_what_there_is(pattern):
    with pytest.raises(GanTheoryError, match=r"no such entry.*wgan_gp.*veegan"):
        chosen([pattern])


@pytest.mark.parametrize(
    ("ours", "published", "mark"),
    [
        # 95 % interval of 6.3 +- 0.5 of 10 trials: 6.3 +- 1.13
        (Ours(7.4, 0.0, 10), Number(6.3, 0.5), "inside"),
        (Ours(7.5, 0.1, 10), Number(6.3, 0.5), "differs"),
        (Ours(7.5, 0.8, 10), Number(6.3, 0.5), "near"),
        # no error in the table: theirs is ours, for fewer trials
        (Ours(7.0, 0.1, 10), Number(6.8), "near"),
        (Ours(7.5, 0.1, 10), Number(6.8), "differs"),
        (Ours(8.0, 0.0, 10), Number(8.0), "near"),
        (Ours(8.0, 0.0, 10), Number(7.6), "differs"),
    ],
)
def test_marks_follow_the_tests_that_the_legend_names(ours, published, mark):
    assert mark_of(ours, published, 10) == mark


def test_a_difference_has_a_reason_or_is_unexplained():
    same = {
        "modes": Ours(6.3, 0.5, 10),
        "high_quality": Ours(98.2, 0.2, 10),
        "reverse_kl": Ours(0.45, 0.09, 10),
    }
    other = same | {"modes": Ours(1.0, 0.0, 10)}
    assert verdict(VANILLA, 1.0, same) == "modes, quality, KL inside"
    assert verdict(VANILLA, 1.0, other) == "quality, KL inside; modes differs: unexplained"
    assert verdict(VANILLA, 0.02, other).endswith(": 2 % of the published updates")
    assert verdict(VANILLA, 0.02, same).endswith("(at 2 % of the published updates)")
    assert "modes differs" in verdict(VANILLA, 1.0, other, diverged=2)
    assert verdict(VANILLA, 1.0, other, diverged=2).startswith("2 seeds diverged")
    assert verdict(VANILLA, 1.0, {}).endswith("undefined: unexplained")
    doubtful = verdict(Entry("ring8", "vanilla", "veegan"), 1.0, other)
    assert doubtful.endswith("are not established")
    assert verdict(Entry("ring8", "wgan_gp", "pacgan"), 1.0, same) == "no published row"


def test_a_killed_run_goes_on_with_what_is_missing(tmp_path, monkeypatch, capsys):
    """The sweep itself is tested in `test_sweep`; here it is a stand-in that dies once."""
    entries = chosen(["*/vanilla/pacgan", "ring8/pacgan2/pacgan"])
    ran = []

    def sweep(config, folder, *, resume, **rest):
        del rest
        ran.append((config.target, config.packing, resume))
        write_record(folder, config, finished=False)
        if len(ran) == 2:
            raise KeyboardInterrupt
        write_record(folder, config)
        return made_summary(config)

    monkeypatch.setattr(table_run, "run_sweep", sweep)
    with pytest.raises(KeyboardInterrupt):
        table_run.run_entries(entries, tmp_path, budget=0.02, seeds=10)
    states = [line.state for line in read_lines(tmp_path, entries)]
    assert states == ["finished", "begun", "not run"]
    table_run.run_entries(entries, tmp_path, budget=0.02, seeds=10)
    ring, grid = (f"pacgan_{name}" for name in TARGETS)
    assert ran == [(ring, 1, False), (ring, 2, False), (ring, 2, True), (grid, 1, False)]
    assert "[1/2] ring8/pacgan2/pacgan: 10 seeds x 8000 updates, 2 %" in capsys.readouterr().err
    table_run.run_entries(entries, tmp_path, budget=0.02, seeds=10)
    assert len(ran) == 4
    with pytest.raises(GanTheoryError, match="seeds was 10, now 5; choose another --out"):
        table_run.run_entries(entries, tmp_path, budget=0.02, seeds=5)
    # the modes of seeds 0 to 9: 1, 2, ..., 8, 1, 2
    modes = [*range(1, 9), 1, 2]
    line = read_lines(tmp_path, entries)[0]
    assert line.ours["modes"].mean == pytest.approx(np.mean(modes))
    assert line.ours["modes"].error == pytest.approx(np.std(modes, ddof=1) / np.sqrt(10))
    for kind in FORMATS.values():
        written = (tmp_path / f"table.{kind.ending}").read_text()
        row = next(row for row in written.splitlines() if "PacGAN2" in row)
        assert "8000 (2" in row
        assert "3.9" in row
        assert "7.9" in row
        assert "of the published updates" in row


def test_records_of_something_else_are_refused(tmp_path):
    folder = VANILLA.folder(tmp_path, 0.02)
    write_record(folder, VANILLA.config(0.03, 10))
    with pytest.raises(GanTheoryError, match=r"is not ring8/vanilla/pacgan: iterations was 12000"):
        read_lines(tmp_path, [VANILLA])
    (folder / "config.json").write_text("{")
    with pytest.raises(GanTheoryError, match="damaged"):
        read_lines(tmp_path, [VANILLA])
