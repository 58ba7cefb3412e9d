"""Table 1: what counts, how seeds are put together, what is said to be missing."""

import dataclasses
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gantheory.errors import GanTheoryError
from gantheory.figures.parzen_curve import label_of, write_parzen_curve
from gantheory.images.config import ImageConfig
from gantheory.images.paper_configs import PAPER_CONFIGS
from gantheory.parzen.run_records import FirstStage, RunRecord, read_run_record
from gantheory.parzen.table1 import COLUMNS, Table, spread, table1
from gantheory.parzen.table_text import as_latex, as_markdown, as_text

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "experiments" / "results" / "mnist-250-seed0.json"


def run(seed, mean, config=None, epochs=None, name="run", error=2.0, first_stage=None):
    """A record as a finished run leaves it."""
    config = dataclasses.replace(config or ImageConfig(), seed=seed)
    epochs = epochs or config.epochs
    score = {"mean": mean, "standard_error": error, "sigma": 0.2, "at_edge": False}
    return RunRecord(name, config, epochs, epochs, score, (), None, first_stage)


def ours(table):
    return dict(zip(table.header, table.groups[1][0], strict=True))


def test_several_seeds_have_a_spread_and_one_has_none():
    several = spread([run(0, 180.0), run(1, 190.0), run(2, 200.0, error=4.0)])
    assert several.mean == pytest.approx(190)
    assert several.over_seeds == pytest.approx(10 / math.sqrt(3))
    assert several.over_examples == pytest.approx(math.sqrt((4 + 4 + 16) / 3))
    assert several.seeds == (0, 1, 2)
    assert spread([run(0, 180.0)]).over_seeds is None
    table = table1([run(0, 180.0), run(1, 190.0), run(2, 200.0)], {})
    assert ours(table)["MNIST"] == "190.0 ± 5.8"
    assert not any("missing" in note for note in table.notes)
    assert any("over 3 seeds 5.77" in note for note in table.notes)
    alone = table1([run(0, 180.0)], {})
    assert ours(alone)["MNIST"] == "180.0 ± 2.0"
    assert any("2 of 3 seeds are missing" in note for note in alone.notes)


def test_only_whole_schedules_of_the_papers_configuration_count_and_others_are_named():
    runs = [
        run(0, 183.0, name="whole"),
        run(1, 999.0, epochs=25, name="short"),
        run(2, 999.0, ImageConfig(learning_rate=0.2), name="other-rate"),
        run(3, 999.0, ImageConfig(parzen_samples=50), name="few-samples"),
        run(0, 999.0, ImageConfig(epochs=250), name="again"),
        dataclasses.replace(run(4, 0.0, name="unfinished", epochs=9), score=None),
        run(5, 999.0, PAPER_CONFIGS["cifar10_convolutional"].config, name="cifar"),
    ]
    table = table1(runs, {})
    assert ours(table)["MNIST"] == "183.0 ± 2.0"
    left_out = " ".join(note for note in table.notes if note.startswith("not counted"))
    for words in (
        "short, 25 of 250 epochs only",
        "other-rate, not the paper's configuration: learning_rate 0.2",
        "few-samples, not the paper's configuration: parzen_samples 50",
        "again, another run of seed 0 counts",
        "unfinished, unfinished: 9 of 250 epochs",
        "cifar, cifar10_convolutional has no column",
    ):
        assert words in left_out
    assert "whole" not in left_out.replace("whole schedule", "")


def test_early_stopping_counts_as_a_whole_schedule_and_a_longer_run_takes_its_place():
    stopped = run(0, 190.0, ImageConfig(epochs=1000, stop_after=50), epochs=180)
    assert stopped.whole_schedule
    assert ours(table1([stopped], {}))["MNIST"] == "190.0 ± 2.0"
    longer = run(0, 200.0, ImageConfig(epochs=500))
    assert ours(table1([stopped, longer], {}))["MNIST"] == "200.0 ± 2.0"


FACES = run(
    0,
    55.0,
    PAPER_CONFIGS["faces48_train"].config,
    first_stage=FirstStage(
        "faces48_pretrain", PAPER_CONFIGS["faces48_pretrain"].config.epochs, departures=()
    ),
)


def from_stage(run, **change):
    return dataclasses.replace(run, first_stage=dataclasses.replace(run.first_stage, **change))


@pytest.mark.parametrize("short", [{"epochs": 12}, {"first_stage_epochs": 20}])
def test_a_schedule_cut_short_has_a_row_of_its_own_and_says_how_short(short):
    first = {"epochs": short.get("first_stage_epochs", FACES.first_stage.epochs)}
    cut = from_stage(dataclasses.replace(FACES, epochs=short.get("epochs", FACES.epochs)), **first)
    table = table1([run(0, 183.0), cut], {})
    whole, shorter = table.groups[1]
    assert whole[1:] == ("183.0 ± 2.0", "not run", "not run")
    assert shorter[1:] == ("-", "-", "55.0 ± 2.0")
    (note,) = (note for note in table.notes if "cut short" in note)
    epochs = (
        f"{PAPER_CONFIGS[f'faces48_{stage}'].config.epochs}" for stage in ("train", "pretrain")
    )
    for number in (*epochs, *map(str, short.values())):
        assert number in note
    assert not any(note.startswith("not counted") for note in table.notes)
    whole_runs = table1([run(0, 183.0), cut, FACES], {})
    assert len(whole_runs.groups[1]) == 1
    assert ours(whole_runs)["faces48 (not TFD)"] == "55.0 ± 2.0"
    assert any("not counted" in note and "only" in note for note in whole_runs.notes)


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ({"experiment": "mnist"}, "experiment mnist"),
        ({"departures": ("learning_rate 0.5",)}, "learning_rate 0.5"),
    ],
)
def test_a_second_stage_is_the_papers_only_after_the_papers_first_stage(first, why):
    other = from_stage(FACES, **first)
    assert FACES.whole_schedule
    assert not other.whole_schedule
    table = table1([other], {})
    assert "55.0 ± 2.0" not in [cell for row in table.groups[1] for cell in row]
    assert any(f"its first stage is not the paper's: {why}" in note for note in table.notes)


def test_a_first_stage_of_unrecorded_settings_is_not_called_the_papers(tmp_path):
    faces = json.loads((KEPT.parent / "faces48_train-12-seed0.json").read_text())
    faces["epochs"], faces["pretrained"]["epoch"] = FACES.epochs, FACES.first_stage.epochs
    for departs, whole in ((None, False), (["seed 1"], False), ([], True)):
        faces["pretrained"]["departures"] = departs
        (tmp_path / "result.json").write_text(json.dumps(faces))
        found = read_run_record(tmp_path)
        assert found.whole_schedule == whole
        assert ours(table1([found], {}))["faces48 (not TFD)"].startswith("not run") != whole
    del faces["pretrained"]["departures"]  # as older versions left it
    (tmp_path / "result.json").write_text(json.dumps(faces))
    notes = " ".join(table1([read_run_record(tmp_path)], {}).notes)
    assert "whose settings are not recorded" in notes


def test_other_faces_never_stand_in_tfds_column():
    table = table1([FACES], {})
    assert ours(table)["TFD"] == "not run"
    assert ours(table)["faces48 (not TFD)"] == "55.0 ± 2.0"
    assert any(note.startswith("TFD: not run") for note in table.notes)
    empty = table1([], {})
    assert {ours(empty)[heading] for _, heading, _ in COLUMNS} == {"not run"}


def test_the_papers_rows_are_quoted_as_printed():
    """The paper's table, row by row."""
    expected = [
        ("DBN (paper)", "138 ± 2", "1909 ± 66", "-"),
        ("Stacked CAE (paper)", "121 ± 1.6", "2110 ± 50", "-"),
        ("Deep GSN (paper)", "214 ± 1.1", "1890 ± 29", "-"),
        ("Adversarial nets (paper)", "225 ± 2", "2057 ± 26", "-"),
    ]
    assert list(table1([], {}).groups[0]) == expected


@pytest.fixture
def folder(tmp_path):
    """The folder of the kept run, as `run_images` leaves it."""
    shutil.copy(KEPT, tmp_path / "result.json")
    return tmp_path


def test_a_folder_and_a_kept_file_are_one_run(folder):
    result = json.loads(KEPT.read_text())
    kept, read = read_run_record(KEPT), read_run_record(folder)
    assert dataclasses.replace(read, name=kept.name, quality=kept.quality) == kept
    assert kept.score == result["parzen"]
    assert kept.whole_schedule
    assert kept.curve[-1].mean == result["parzen"]["mean"]
    assert [point.epoch for point in kept.curve] == list(range(10, 251, 10))


def quality_of(state):
    return {
        "kind": "sample_quality",
        "state_sha256": state,
        "dataset": "mnist",
        "scale": "unit",
        "accuracy": 0.99,
        "samples": {
            "classes": {"counts": [50, 40, 10]},
            "to_data": {"chi_square": 0.0123, "kl": 0.02, "p_value": 0.5, "smallest": 0.3},
        },
    }


def test_the_class_histogram_is_of_the_same_parameters_or_refused(folder):
    state = json.loads(KEPT.read_text())["state_sha256"]
    (folder / "quality.json").write_text(json.dumps(quality_of(state)))
    notes = " ".join(table1([read_run_record(folder)], {}).notes)
    assert "50.0 40.0 10.0 %; chi-square distance to the test images' 0.0123" in notes
    assert "classifier 99.00 % right" in notes
    (folder / "quality.json").write_text(json.dumps(quality_of("other")))
    with pytest.raises(GanTheoryError, match="not of the same parameters"):
        read_run_record(folder)
    for foreign in ({"dataset": "fashion-mnist"}, {"scale": "contrast"}):
        (folder / "quality.json").write_text(json.dumps(quality_of(state) | foreign))
        with pytest.raises(GanTheoryError, match="was measured on"):
            read_run_record(folder)
    (folder / "quality.json").unlink()
    notes = " ".join(table1([read_run_record(folder)], {}).notes)
    assert "class histogram: not measured" in notes


def test_an_unfinished_run_is_read_with_its_curve_so_far(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(dataclasses.asdict(ImageConfig(seed=4))))
    score = {"mean": 12.0, "standard_error": 1.0}
    lines = [{"epoch": 1}, {"epoch": 2, "parzen": score}, {"epoch": 3}]
    (tmp_path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = read_run_record(tmp_path)
    assert not found.finished
    assert not found.whole_schedule
    assert (found.epochs, found.curve[0].epoch, found.curve[0].mean) == (3, 2, 12.0)


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="holds no image run"):
        read_run_record(tmp_path)
    for text, complaint in (
        ("{", "damaged"),
        ("[]", "not the record"),
        ("{}", "not the result"),
        ('{"kind": "image_run"}', "not a whole result"),
    ):
        (tmp_path / "result.json").write_text(text)
        with pytest.raises(GanTheoryError, match=complaint):
            read_run_record(tmp_path)


SMALL = Table("T", ("model", "a|b"), ((("x_1 & y", "1 ± 2"),), (("z", "100 %"),)), ("note # 1",))


def test_the_three_formats_hold_every_cell():
    text = as_text(SMALL).splitlines()
    assert text[2].split() == ["model", "a|b"]
    assert text[4] == "x_1 & y  1 ± 2"
    assert text[6] == "z        100 %"
    markdown = as_markdown(SMALL).splitlines()
    assert markdown[2] == r"| model | a\|b |"
    assert markdown[4] == "| x_1 & y | 1 ± 2 |"
    latex = as_latex(SMALL)
    assert r"x\_1 \& y & 1 $\pm$ 2 \\" in latex
    assert r"z & 100 \% \\" in latex
    assert r"\item note \# 1" in latex
    assert latex.count(r"\begin{") == latex.count(r"\end{")


def test_curves_of_one_set_are_drawn_and_of_several_refused(tmp_path):
    kept = read_run_record(KEPT)
    other = dataclasses.replace(kept, config=ImageConfig(seed=1), score=None, curve=kept.curve[:9])
    write_parzen_curve([kept, other], tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 10_000
    faces = dataclasses.replace(kept, config=PAPER_CONFIGS["faces48_train"].config)
    with pytest.raises(GanTheoryError, match="faces48, mnist"):
        write_parzen_curve([kept, faces], tmp_path / "none.png")
    with pytest.raises(GanTheoryError, match="no run with Parzen scores"):
        write_parzen_curve([], tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()


def test_a_curve_says_where_its_run_is_not_the_papers():
    assert label_of(run(3, 1.0)) == "seed 3"
    assert label_of(run(3, 1.0, ImageConfig(learning_rate=0.2))) == "seed 3, learning_rate 0.2"
    unfinished = dataclasses.replace(run(0, 1.0, ImageConfig(batch=50)), score=None)
    assert label_of(unfinished) == "seed 0, batch 50, unfinished"
    other = from_stage(FACES, departures=("batch 10",))
    assert label_of(other) == "seed 0, first stage: batch 10"


def test_the_script_prints_the_kept_runs_and_answers_mistakes_in_one_line(tmp_path):
    script = str(ROOT / "experiments" / "table1.py")

    def typed(*words):
        command = [sys.executable, script, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    answer = typed("--format", "all")
    assert answer.returncode == 0
    score = json.loads(KEPT.read_text())["parzen"]
    assert f"seed 0: {score['mean']:.1f}" in answer.stdout
    for start in (
        "Table 1: Parzen",
        "| DBN (paper) | 138 ± 2 | 1909 ± 66 | - |",
        r"\begin{tabular}",
    ):
        assert start in answer.stdout
    wrong = typed(str(tmp_path))
    assert wrong.returncode == 2
    assert wrong.stderr.count("\n") == 1
