"""The README: what it tells a reader to type exists, and its numbers are those of the results."""

import json
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest

from gantheory.cli import COMMANDS, build_parser
from gantheory.proofs.registry import claim_ids, load_claim

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


def test_the_numbers_are_those_of_the_recorded_results():
    (name,) = set(re.findall(r"results/(mnist-\d+-seed\d+)\.json", README))
    result = json.loads((RESULTS / f"{name}.json").read_text())
    score = result["parzen"]
    text = " ".join(README.split())
    assert f"**{score['mean']:.1f} ± {score['standard_error']:.1f}** nats" in text
    assert f"seed {result['seed']}, {result['epochs']} of the 250 epochs" in text
    anchors = json.loads((RESULTS / "parzen-anchors-mnist-seed0.json").read_text())["anchors"]
    assert f"score {anchors['random training images']['mean']:.1f} under it" in text
    assert f"k-means centroids {anchors['k-means centroids']['mean']:.1f}" in text
    quality = json.loads((RESULTS / f"quality-{name}.json").read_text())
    assert f"rarest has {quality['samples']['to_data']['smallest']:.2f} of its share" in text
    assert quality["samples"]["memorisation"]["near_copies"] == 0
    ours, real = (quality[kind]["features"]["coverage"] for kind in ("samples", "real"))
    assert f"cover {ours:.2f} of the real images where real ones cover {real:.2f}" in text
    assert f"classifier {100 * quality['accuracy']:.1f} % right" in text


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
