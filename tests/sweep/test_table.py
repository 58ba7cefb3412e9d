"""The table: entries are the published set-ups, killed runs go on, lines come from records."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.sweep import table_run
from gantheory.sweep.entries import METHODS, PLANS, TARGETS, Entry, all_entries, chosen, work
from gantheory.sweep.history import History
from gantheory.sweep.parts import Part
from gantheory.sweep.presets import PRESETS
from gantheory.sweep.published import TABLES, Number
from gantheory.sweep.recount import STRICT, recounted
from gantheory.sweep.results import make_curves, make_rows, make_summary
from gantheory.sweep.table import read_lines
from gantheory.sweep.table_results import as_json, lines_from, results, settled
from gantheory.sweep.table_text import FORMATS
from gantheory.targets import find_target

VANILLA = Entry("ring8", "vanilla", "pacgan")


def made_history(config):
    """A sweep whose seed s ends with all samples at the first s % 8 + 1 modes, half of them good.

    Until the last look there are no samples of high quality at all.
    """
    target = find_target(config.target)
    history = History.empty(config, target, config.seeds)
    for seed in range(config.seeds):
        near = history.near[seed]
        near[:, : seed % 8 + 1] = 2500 // (seed % 8 + 1)
        history.high_quality[seed, -1] = near[-1] // 2
    return replace(history, done=config.frames)


def write_record(folder, config, finished=True):
    folder.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(asdict(config)))
    (folder / "config.json").write_text(json.dumps({"config": plain, "seeds_at_once": 10}))
    if not finished:
        return None
    target, history = find_target(config.target), made_history(config)
    seeds = list(config.seed_list)
    summary = {
        "kind": "sweep",
        "config": plain,
        "git": {"revision": "a", "dirty": False},
        "versions": {},
        "platform": dict.fromkeys(("system", "machine", "device", "devices")),
        **make_summary(target, make_rows(config, target, seeds, history)),
    }
    Part(0, config.seed_list, folder / "parts" / "00000").finish(history, plain)
    np.savez(folder / "curves.npz", **make_curves(config, target, seeds, history))
    (folder / "summary.json").write_text(json.dumps(summary))
    return summary


def test_there_are_all_methods_on_both_targets_under_both_conventions():
    assert len(all_entries()) == len({e.name for e in all_entries()}) == 2 * 2 * 6
    for entry in all_entries():
        config = entry.config(1.0, 10)
        preset = PRESETS[TABLES[entry.convention].preset].config
        assert config.seeds == 10
        assert config.iterations == preset.iterations == entry.published_updates
        assert config.generator_hidden == preset.generator_hidden
        assert config.frames == 11
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


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_has_a_share_for_every_entry(plan):
    assert len(PLANS[plan]) == len(METHODS) * len(TABLES)
    for entry in all_entries():
        iterations = entry.config(entry.share(plan), 10).iterations
        assert iterations == pytest.approx(PLANS[plan][entry.convention, entry.method] *
                                           entry.published_updates)  # fmt: skip
        # the looks are alike far apart, and one of them is half-way
        assert iterations % 10 == 0
    assert VANILLA.share(0.3) == 0.3


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
        return write_record(folder, config)

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
    course = line.courses["modes"]
    assert course.end.mean == pytest.approx(np.mean(modes))
    assert course.end.error == pytest.approx(np.std(modes, ddof=1) / np.sqrt(10))
    assert (course.half.mean, course.best.mean) == (0, course.end.mean)
    for kind in FORMATS.values():
        written = (tmp_path / f"table.{kind.ending}").read_text()
        row = next(row for row in written.splitlines() if "PacGAN2" in row)
        assert "8000 (2" in row
        assert "3.9" in row
        assert "7.9" in row
        assert "of the published updates" in row
    # the file holds all that the lines are worked out from
    lines = read_lines(tmp_path, all_entries())
    plain = results(tmp_path, lines)
    saved = json.loads(as_json(plain))
    assert saved == json.loads(json.dumps(plain))
    assert len(saved["lines"]) == 3
    assert len(saved["unfinished"]) == 21
    for line, again in zip(lines_from(saved), [x for x in lines if x.values], strict=True):
        assert line.entry == again.entry
        assert line.verdict == again.verdict
        end, same = line.courses["high_quality"].end, again.courses["high_quality"].end
        assert (end.mean, end.error) == pytest.approx((same.mean, same.error))
    begun = replace(lines[0], budget=1.0, state="begun", values={})
    other = replace(begun, entry=Entry("ring8", "unrolled", "pacgan"))
    assert settled([lines[0], begun, other]) == [lines[0], other]
    with pytest.raises(GanTheoryError, match="no line of the table"):
        results(tmp_path, lines[-1:])


def test_other_ways_of_counting_are_of_the_same_samples(tmp_path):
    config = replace(VANILLA.config(0.02, 10), seeds=8)
    write_record(tmp_path, config)
    found = recounted(tmp_path, config)
    # seed s has 2500 // (s + 1) samples at each of s + 1 modes, half of them good
    assert found["modes_nearest"].mean == np.mean(range(1, 9))
    assert found["modes_strict"].mean == np.mean(range(1, 9))
    assert STRICT < 2500 // 8 // 2
    alike = np.log(8) - np.mean(np.log(np.arange(1, 9)))
    assert found["reverse_kl_of_all"].mean == pytest.approx(alike)


def test_records_of_something_else_are_refused(tmp_path):
    folder = VANILLA.folder(tmp_path, 0.02)
    write_record(folder, VANILLA.config(0.03, 10))
    with pytest.raises(GanTheoryError, match=r"is not ring8/vanilla/pacgan: iterations was 12000"):
        read_lines(tmp_path, [VANILLA])
    (folder / "config.json").write_text("{")
    with pytest.raises(GanTheoryError, match="damaged"):
        read_lines(tmp_path, [VANILLA])
