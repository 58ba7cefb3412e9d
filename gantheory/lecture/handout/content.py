"""The handout put together: the plan in content.toml, the texts, and steps from checked claims.

A step is looked up in the claims as the kernel checked them for this build; its formula is printed
from the goal that the rule was given. Claims that a text refers to must be proved as well.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.lecture.context import Context
from gantheory.lecture.handout import blocks as b
from gantheory.lecture.handout.definitions import notation_rows
from gantheory.lecture.handout.exercises import Exercise, Solved, all_exercises, solve
from gantheory.lecture.handout.inline import (
    TOKEN,
    anchor_of,
    as_written,
    figure_anchor,
    inlines,
    languages,
    registered,
    typed,
)
from gantheory.lecture.handout.speech import PACKAGE, statements
from gantheory.lecture.words import lecture_table, say
from gantheory.parzen.published import ADVERSARIAL, TABLE1
from gantheory.proofs.claim import BALL, BESIDE_THE_KERNEL
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.render.layout import lines, show
from gantheory.proofs.render.walk import formula_text
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import ClaimResult, StepResult

#: lines of Algorithm 1: how far in, and their texts
_ALGORITHM = (
    (0, "for"), (1, "repeat"), (2, "draw_both"), (2, "ascend"), (1, "draw_noise"), (1, "descend"),
)  # fmt: skip
_EVIDENCE = {Kind.PROVED: "proved", Kind.CHECKED: "checked"}
_ANCHORS = "parzen-anchors-mnist-seed0"


@cache
def plan() -> dict[str, Any]:
    """The sections and their blocks, and data that stands in tables."""
    source = files(PACKAGE).joinpath("content.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


def sections(context: Context) -> list[dict[str, Any]]:
    """The sections of the plan that the lecturer wants."""
    return [
        one
        for one in plan()["section"]
        if not one["lecture"] or context.config.shows(one["lecture"])
    ]


def shown(context: Context, wanted: str) -> list[str]:
    """What the blocks of a kind name, such as the steps of the handout, in order."""
    names = [block for one in sections(context) for block in one["blocks"]]
    return [rest for kind, _, rest in (name.partition(" ") for name in names) if kind == wanted]


def named_claims(language: str) -> set[str]:
    """The claims that texts refer to."""
    found = lecture_table(PACKAGE, language).values()
    steps = [match["step"] for text in found for match in TOKEN.finditer(text) if match["step"]]
    inner = [match["strong"] for text in found for match in TOKEN.finditer(text)]
    steps += [m["step"] for text in inner if text for m in TOKEN.finditer(text) if m["step"]]
    return {step.partition("/")[0] for step in steps if not step.startswith("figure ")}


def build_document(context: Context, solutions: bool) -> b.Document:
    """Put the handout together, with everything in it checked.

    Raises:
        GanTheoryError: if a claim is not proved, a solution is wrong, or a text is missing.
    """
    return _Builder(context, solutions).document()


def depends_on(context: Context) -> dict[str, Any]:
    """All that decides what comes out, besides this package: settings, figures, proofs, fonts."""
    from gantheory.lecture.freshness import file_hash
    from gantheory.notation.fonts import korean_font
    from gantheory.proofs.runs import source_hash

    config = context.config
    figures = [context.materials.figure(one.split()[0]) for one in shown(context, "figure")]
    return {
        "language": context.language,
        "theme": context.theme,
        "footer": context.footer,
        "byline": [config.lecturer, config.affiliation, config.date],
        "logo": file_hash(config.logo) if config.logo else "",
        "sections": [one["name"] for one in sections(context)],
        "figures": [[one.name, file_hash(one.svg), one.alt, one.markup] for one in figures],
        "anchors": context.materials.result(_ANCHORS)["anchors"],
        "proofs": source_hash(),
        "font": file_hash(korean_font().path) if context.language == "ko" else "",
    }


@dataclass
class _Builder:
    context: Context
    solutions: bool
    tables: int = 0
    section: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    def document(self) -> b.Document:
        """All blocks, in order."""
        wanted, words = sections(self.context), lecture_table(PACKAGE, self.context.language)
        self.numbers = {step: str(n) for n, step in enumerate(self.steps, 1)}
        self.numbers |= {
            f"figure {name.split()[0]}": words["document.figure"]
            .format(number=n)
            .replace(" ", "\u00a0")
            for n, name in enumerate(shown(self.context, "figure"), 1)
        }
        found: list[b.Block] = []
        for number, one in enumerate(wanted, 1):
            self.section = one["name"]
            title = self.say("title")
            found.append(b.Heading(1, title, f"section-{one['name']}", str(number)))
            for block in one["blocks"]:
                kind, _, rest = block.partition(" ")
                found += getattr(self, f"_{kind}")(rest)
        config = self.context.config
        return b.Document(
            language=self.context.language,
            theme=self.context.theme,
            title=words["document.title"],
            subtitle=words[
                "document.subtitle_solutions" if self.solutions else "document.subtitle"
            ],
            byline=tuple(filter(None, (config.lecturer, config.affiliation, config.date))),
            logo=config.logo,
            footer=self.context.footer,
            words={name: words[f"document.{name}"] for name in ("skip", "contents", "page")},
            blocks=tuple(found),
        )

    @cached_property
    def steps(self) -> list[str]:
        """The steps that are shown, "A1/bound"."""
        return shown(self.context, "step")

    @cached_property
    def claims(self) -> dict[str, ClaimResult]:
        """Every claim that is shown or named."""
        ids = {step.partition("/")[0] for step in self.steps}
        return self.context.materials.claims(*sorted(ids | named_claims(self.context.language)))

    @cached_property
    def solved(self) -> list[Solved]:
        """The exercises, their solutions proved."""
        return [solve(exercise) for exercise in all_exercises()]

    def say(self, key: str, **values: object) -> str:
        """A text of the section."""
        return say(PACKAGE, f"{self.section}.{key}", self.context.language, **values)

    def inlines(self, text: str) -> b.Inlines:
        """A text split into parts."""
        return inlines(text, self.context.language, self.numbers)

    def told(self, key: str, **values: object) -> b.Inlines:
        """A text of the section, split into parts."""
        return self.inlines(self.say(key, **values))

    # the kinds of blocks of the plan

    def _text(self, name: str) -> list[b.Block]:
        return [b.Paragraph(self.told(name, **self._values(name)))]

    def _statement(self, name: str) -> list[b.Block]:
        return [b.Paragraph(self.told(name), stated=True)]

    def _heading(self, name: str) -> list[b.Block]:
        return [b.Heading(2, self.say(f"heading.{name}"), f"section-{self.section}-{name}")]

    def _items(self, name: str) -> list[b.Block]:
        words = lecture_table(PACKAGE, self.context.language)
        keys = [key for key in words if key.startswith(f"{self.section}.items.{name}_")]
        texts = [key.removeprefix(f"{self.section}.") for key in keys]
        return [b.Items(tuple(self.told(key, **self._values(key)) for key in texts), True)]

    def _display(self, name: str) -> list[b.Block]:
        formula = registered(name, self.context.language)
        return [b.Display(((0, formula.typst),), formula.spoken)]

    def _step(self, name: str) -> list[b.Block]:
        claim_id, _, label = name.partition("/")
        result = self.claims[claim_id]
        part = next((one for one in result.steps if one.step.label == label), None)
        if part is None:
            raise GanTheoryError(f"claim {claim_id} has no step {label!r}; see: gantheory show")
        source = say(
            PACKAGE,
            f"step.{self._evidence(name, part)}",
            self.context.language,
            claim=claim_id,
            label=label,
            rule=part.step.rule,
            tier=result.claim.tier,
        )
        return [self._shown(part.goal, source, self.numbers[name], anchor_of(name))]

    def _evidence(self, name: str, part: StepResult) -> str:
        if part.verdict.kind not in _EVIDENCE:
            raise GanTheoryError(f"the step {name} is not proved: {part.verdict}")
        if part.verdict.kind is Kind.CHECKED and part.step.rule == BALL:
            return "certified"
        return _EVIDENCE[part.verdict.kind]

    def _shown(self, goal: Goal, source: str, number: str = "", anchor: str = "") -> b.Step:
        """A goal: for which values, and what holds."""
        typst, spoken = languages(self.context.language)
        rows = lines(goal.conclusion)
        body = b.Display(
            tuple((row.indent, row.text(typst)) for row in rows),
            # not line by line: where a relation is said depends on the language
            ", ".join(formula_text(part, spoken) for part in statements(goal.conclusion)),
        )
        return b.Step(number, anchor, self._given(goal.hypotheses), source, body)

    def _given(self, hypotheses: tuple[Formula, ...]) -> b.Inlines:
        language = self.context.language
        if not hypotheses:
            return (b.Words(say(PACKAGE, "step.always", language)),)
        typst, spoken = languages(language)
        given: list[b.Inline] = []
        for one in hypotheses:
            given += [b.Words(", ")] if given else []
            given.append(b.Maths(show(one, typst), show(one, spoken)))
        before, after = say(PACKAGE, "step.given", language, given="\0").split("\0")
        around = [b.Words(before)] if before else []
        return (*around, *given, b.Words(after))

    def _figure(self, rest: str) -> list[b.Block]:
        name, percent = rest.split()
        found = self.context.materials.figure(name)
        label, caption = self.numbers[f"figure {name}"], self.inlines(found.markup)
        return [b.Figure(found.svg, found.alt, label, caption, int(percent), figure_anchor(name))]

    def _table(
        self, caption: str, columns: list[str], rows: list[tuple[b.Inlines, ...]], align: str
    ) -> list[b.Block]:
        self.tables += 1
        label = say(PACKAGE, "document.table", self.context.language, number=self.tables)
        header = tuple(self.told(column) for column in columns)
        return [b.Table(label, self.told(caption), header, tuple(rows), align)]

    def _notation(self, _: str) -> list[b.Block]:
        rows: list[tuple[b.Inlines, ...]] = [
            ((b.Maths(*symbol),), self.told(key))
            for key, symbol in notation_rows(*languages(self.context.language))
        ]
        return self._table("notation", ["symbol", "meaning"], rows, "ll")

    def _rules(self, _: str) -> list[b.Block]:
        used = [
            step.step.rule
            for name in self.steps
            for step in self.claims[name.partition("/")[0]].steps
            if step.step.label == name.partition("/")[2]
        ]
        if self.solutions and any(one["name"] == "exercises" for one in sections(self.context)):
            used += [step.rule for one in self.solved for step in one.steps]
        language = self.context.language
        rows: list[tuple[b.Inlines, ...]] = [
            ((b.Code(rule),), self.inlines(say(PACKAGE, f"rule.{rule}", language)))
            for rule in dict.fromkeys(used)
            if rule not in BESIDE_THE_KERNEL
        ]
        return self._table("rules", ["rule", "says"], rows, "ll")

    def _table1(self, _: str) -> list[b.Block]:
        columns = zip(*TABLE1.values(), strict=True)
        best = [max(column, key=lambda one: float(one.mean)) for column in columns]
        rows: list[tuple[b.Inlines, ...]] = []
        for model, row in TABLE1.items():
            cells: list[b.Inlines] = [(b.Words(model),)]
            for one in row:
                cell = self.inlines(str(one))
                cells.append((b.Strong(cell),) if one in best else cell)
            rows.append(tuple(cells))
        return self._table("caption", ["model", "mnist", "tfd"], rows, "lcc")

    def _algorithm(self, _: str) -> list[b.Block]:
        rows = tuple((indent, self.told(key)) for indent, key in _ALGORITHM)
        return [b.Pseudocode(self.told("caption"), rows)]

    def _references(self, _: str) -> list[b.Block]:
        works = plan()["references"]["works"]
        return [b.Items(tuple((b.Words(work),) for work in works), True)]

    def _exercises(self, _: str) -> list[b.Block]:
        return [self._exercise(n, solved) for n, solved in enumerate(self.solved, 1)]

    def _exercise(self, number: int, solved: Solved) -> b.Exercise:
        one, language = solved.exercise, self.context.language

        def told(key: str) -> b.Inlines:
            return self.inlines(say(PACKAGE, f"exercise.{one.name}.{key}", language))

        solution = None
        if self.solutions:
            reasons = []
            for place, answer in enumerate(solved.steps, 1):
                source = say(PACKAGE, "step.exercise", language, rule=answer.rule)
                given = tuple(as_written(h) for h in answer.goal.hypotheses)
                goal = Goal(as_written(answer.goal.conclusion), given)
                reasons.append((told(f"step_{place}"), self._shown(goal, source)))
            solution = b.Solution(
                self.say("solution"),
                tuple(reasons),
                (b.Words(f"{self.say('answer')} "), typed(one.answer, language)),
                self._mistake(solved),
            )
        return b.Exercise(
            number=str(number),
            anchor=f"exercise-{one.name.replace('_', '-')}",
            title=say(PACKAGE, f"exercise.{one.name}.title", language),
            level=one.level,
            level_text=self.say("level", level=one.level),
            task=(*told("task"), b.Words(" "), *self._what_to_use(one)),
            hint_heading=self.say("hint"),
            hint=told("hint"),
            commands=tuple(asked.command() for asked in one.asked),
            solution=solution,
        )

    def _what_to_use(self, one: Exercise) -> b.Inlines:
        if not one.uses:
            return self.told("number")
        return self.told("uses", terms=", ".join(f"`{term}`" for term in one.uses))

    def _mistake(self, solved: Solved) -> b.Inlines:
        witness = solved.refuted.verdict.witness
        wrong = f"${solved.exercise.wrong}$"
        if witness is None or not witness.values:
            return self.told("wrong_always", wrong=wrong)
        return self.told("wrong", wrong=wrong, witness=_values(witness))

    def _values(self, key: str) -> dict[str, str]:
        """What the texts with values in them say."""
        match self.section, key:
            case "reading", "evidence":
                return {"footer": self.context.footer}
            case "algorithm1", "remarks":
                return {"see": self._see("saturation")}
            case "table1", "caveat":
                anchors = self.context.materials.result(_ANCHORS)["anchors"]
                return {
                    "real": f"{anchors['random training images']['mean']:.1f}",
                    "blurred": f"{anchors['training images, blurred 3x3']['mean']:.1f}",
                }
            case "mistakes", "items.mistake_2":
                return {"cae": str(TABLE1["Stacked CAE"].tfd), "gan": str(ADVERSARIAL.tfd)}
        return {}

    def _see(self, section: str) -> str:
        """A pointer to a section in brackets; nothing where the lecturer left it out."""
        names = [one["name"] for one in sections(self.context)]
        if section not in names:
            return ""
        return self.say("see", number=names.index(section) + 1)


def _values(witness: Any) -> str:
    """The values of a witness, as `gantheory check` prints them."""
    from gantheory.proofs.verdict import Witness

    return str(Witness(witness.values, witness.weights))
