"""Handouts over materials that cost little: steps proved anew, pictures that are a line."""

import json
from dataclasses import dataclass, field, replace

import pytest

from gantheory.lecture.config import LectureConfig
from gantheory.lecture.context import Context
from gantheory.lecture.handout.content import build_document, plan
from gantheory.lecture.materials import RESULTS, LectureFigure
from gantheory.proofs.registry import load_claim
from gantheory.proofs.verdict import PROVED
from gantheory.proofs.verify import ClaimResult, check_steps

RUN = "0123456789ab"
#: the steps that the handout shows
STEPS = [
    block.partition(" ")[2]
    for section in plan()["section"]
    for block in section["blocks"]
    if block.startswith("step ")
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><path d="M0 0h9"/></svg>'


@dataclass(frozen=True)
class CheapMaterials:
    """Steps of claims from the kernel, without their false variants; pictures from nothing."""

    folder: object
    asked: set = field(default_factory=set)

    @property
    def line(self):
        return type("Recorded", (), {"sha256": RUN})()

    def claims(self, *ids):
        self.asked.update(ids)
        told = {name.partition("/")[0] for name in STEPS}
        return {
            one: ClaimResult(
                load_claim(one), PROVED, check_steps(one) if one in told else (), (), (), 0.0
            )
            for one in ids
        }

    def figure(self, name):
        path = self.folder / f"{name}.svg"
        path.write_text(SVG)
        return LectureFigure(
            name, path, path, path, f"{name} in words", "Plain.", f"{name}: @D_star."
        )

    def result(self, name):
        return json.loads((RESULTS / f"{name}.json").read_text())


@pytest.fixture(scope="session")
def context(tmp_path_factory):
    """Makes contexts: called with a language, a theme and what the lecturer set."""
    folder = tmp_path_factory.mktemp("handout")

    def make(language="en", theme="light", **settings):
        config = replace(LectureConfig(), **settings)
        return Context(language, theme, "l", config, CheapMaterials(folder))

    return make


@pytest.fixture(scope="session")
def document(context):
    """Documents by language and whether solutions are in them, each built once."""
    built = {}

    def get(language, solutions=False):
        if (language, solutions) not in built:
            built[language, solutions] = build_document(context(language), solutions)
        return built[language, solutions]

    return get
