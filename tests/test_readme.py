"""The README: what it tells a reader to type exists, and its numbers are those of the results."""

import json
import re
import runpy
import shlex
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from gantheory.cli import COMMANDS, build_parser
from gantheory.parzen.run_records import read_run_record
from gantheory.parzen.table1 import spread
from gantheory.proofs.registry import claim_ids, load_claim
from gantheory.sweep.entries import all_entries

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RESULTS = ROOT / "experiments" / "results"


def commands():
    """Every line in a code block that calls gantheory, without its prompt and comment."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.M | re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("gantheory ")]


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_is_accepted(line):
    words = shlex.split(line, comments=True)[1:]
    assert words[0] in COMMANDS
    arguments = build_parser([words[0]]).parse_args(words)
    assert callable(arguments.run)


def test_there_are_commands_to_try():
    assert len(commands()) >= 6


def test_every_local_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert links
    assert missing == []


def test_every_path_of_the_layout_exists():
    rows = re.findall(r"^\| (`.*?) \|", README, re.M)
    folder = ROOT
    for row in rows:
        for name in re.findall(r"`([^`]+)`", row):
            path = ROOT / name if (ROOT / name).exists() else folder / name
            assert path.exists(), name
            folder = path.parent if path.is_file() else ROOT / "gantheory"


def test_the_scores_are_those_of_the_kept_runs():
    runs = [read_run_record(path) for path in sorted(RESULTS.glob("mnist-250-seed*.json"))]
    found, text = spread(runs), " ".join(README.split())
    assert all(run.whole_schedule for run in runs)
    *seeds, last = map(str, found.seeds)
    assert f"250 of the 250 epochs, seeds {', '.join(seeds)} and {last}" in text
    assert f"**{found.mean:.1f} ± {found.over_seeds:.1f}** nats" in text
    assert f"{found.over_examples:.1f} over the test images" in text
    anchors = json.loads((RESULTS / "parzen-anchors-mnist-seed0.json").read_text())["anchors"]
    assert f"score {anchors['random training images']['mean']:.1f} under it" in text
    assert f"k-means centroids {anchors['k-means centroids']['mean']:.1f}" in text


def test_the_qualities_are_those_of_the_kept_runs():
    text = " ".join(README.split())
    kept = [json.loads(path.read_text()) for path in RESULTS.glob("quality-mnist-250-seed*.json")]
    assert len(kept) == len(list(RESULTS.glob("mnist-250-seed*.json")))

    def span(values):
        low, high = f"{min(values):.2f}", f"{max(values):.2f}"
        return low if low == high else f"{low} to {high}"

    rarest = span([one["samples"]["to_data"]["smallest"] for one in kept])
    assert f"rarest has {rarest} of its share" in text
    (ours, real), (in_pixels, real_in_pixels) = (
        [span([one[kind][space]["coverage"] for one in kept]) for kind in ("samples", "real")]
        for space in ("features", "pixels")
    )
    assert f"cover {ours} of the real images where real ones cover {real}, in the features" in text
    assert f"in pixels {in_pixels} where real ones cover {real_in_pixels}" in text
    near, near_real = (
        [one[kind]["memorisation"]["near_copies"] for one in kept] for kind in ("samples", "real")
    )
    assert max(near) < min(near_real)
    assert "fewer of them than of real images are near copies of training images" in text
    right = {f"{100 * one['accuracy']:.1f}" for one in kept}
    assert any(f"classifier {share} % right" in text for share in right)
    assert len(right) == 1


def test_the_kept_table_is_what_the_command_prints(capsys):
    table = runpy.run_path(str(ROOT / "experiments" / "table1.py"))
    assert table["main"](format="markdown") == 0
    assert (RESULTS / "table1.md").read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_cost_of_the_mode_collapse_table_is_that_of_measured_updates():
    """Milliseconds of one core for an update, as the comment on `PLANS` has them."""
    slowest = {"wgan_gp": 56, "unrolled": 139}, {"wgan_gp": 18, "unrolled": 25}
    quickest, of_four = (9, 3.3), (17, 11)
    hours = {}
    for place, convention in enumerate(("pacgan", "veegan")):
        packs = np.linspace(quickest[place], of_four[place], 4)
        names = ("vanilla", "pacgan2", "pacgan3", "pacgan4")
        costs = dict(zip(names, packs, strict=True)) | slowest[place]
        lines = [entry for entry in all_entries() if entry.convention == convention]
        updates = {entry.method: entry.published_updates for entry in lines}
        of_both = len(lines) / len(updates)
        total = sum(costs[method] * updates[method] for method in updates)
        hours[convention] = 10 * of_both * total / 3.6e6
    assert round(sum(hours.values()), -1) == 560
    assert round(hours["pacgan"], -1) == 550
    assert round(hours["pacgan"] / 24) == 23
    assert round(hours["veegan"]) == 10
    script = (ROOT / "experiments" / "mode_collapse_table.py").read_text()
    for text in (README, script):
        assert "some 560 core-hours" in " ".join(text.split())
    assert "550 for PacGAN's lines (23 days of one core) and ten for VEEGAN's" in " ".join(
        script.split()
    )


def test_the_shares_of_the_mode_collapse_table_are_those_of_the_kept_lines():
    lines = json.loads((RESULTS / "mode-collapse-table.json").read_text(encoding="utf-8"))["lines"]
    longest: dict[tuple[str, str, str], float] = {}
    for line in lines:
        entry = line["convention"], line["method"], line["target"]
        longest[entry] = max(longest.get(entry, 0.0), line["budget"])
    shares: dict[tuple[str, bool], set[float]] = {}
    for line in lines:
        if line["published"] is not None:
            convention, method = line["convention"], line["method"]
            share = longest[convention, method, line["target"]]
            shares.setdefault((convention, method == "vanilla"), set()).add(share)
    (packed,), (vanilla,) = shares["pacgan", False], shares["pacgan", True]
    told = (
        f"{len(longest)} entries of {min(line['seeds'] for line in lines)} seeds, the rows that "
        f"VEEGAN published at their full length, those of PacGAN at {100 * packed:.3g} % of "
        f"theirs (the vanilla GAN at {100 * vanilla:.3g} %)"
    )
    assert told in " ".join(README.split())
    assert shares["veegan", False] | shares["veegan", True] == {1.0}


def test_the_counts_of_claims_are_those_of_the_catalogue():
    tiers = Counter(load_claim(name).tier for name in claim_ids())
    text = " ".join(README.split())
    counts = f"{tiers.total()} claims, {tiers['S']} are S, {tiers['B']} is B and {tiers['E']} are E"
    assert counts in text


def test_the_mutation_score_is_that_of_the_recorded_result():
    whole = json.loads((RESULTS / "mutants.json").read_text())["all"]
    text = " ".join(README.split())
    assert f"of {whole['mutants']} such mutants, {whole['proved']} were proved" in text
    assert f"beyond {whole['equivalent']} that are true" in text
    assert f"and {100 * whole['score']:.1f} % of the others were caught" in text
