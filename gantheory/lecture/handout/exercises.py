"""Exercises that `gantheory check` marks, with solutions that the kernel proves.

An exercise is data (exercises.toml): what is asked of the kernel, with the student's expression in
the place of ANSWER, the solution step by step, and a typical mistake. Nothing of it is believed:
`solve` has every step proved, the answer marked right and the mistake refuted by a witness, or
raises.
"""

import re
import shlex
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.proofs.check import Answer, check
from gantheory.proofs.parse import parse_goal
from gantheory.proofs.verdict import Kind

PLACE = "ANSWER"
#: characters of a line of a command, on paper
WIDTH = 92
_PLACE = re.compile(rf"\b{PLACE}\b")


@dataclass(frozen=True)
class Asked:
    """A question to the kernel, as it would be typed."""

    left: str
    right: str
    relation: str = "=="
    assume: tuple[str, ...] = ()

    def answered(self, expression: str) -> "Asked":
        """With a student's expression in its place."""
        put = f"({expression})"
        left, right = (_PLACE.sub(lambda _: put, side) for side in (self.left, self.right))
        return Asked(left, right, self.relation, self.assume)

    def decide(self) -> Answer:
        """Ask the kernel, as `gantheory check` does."""
        return check(parse_goal(self.left, self.right, self.relation, list(self.assume)))

    def command(self) -> str:
        """What to type, broken into lines that a page can hold."""
        words = ["gantheory check", _quoted(self.left), _quoted(self.right)]
        if self.relation != "==":
            words.append(f"--relation {_quoted(self.relation)}")
        if self.assume:
            words.append("--assume " + " ".join(map(_quoted, self.assume)))
        lines = [words[0]]
        for word in words[1:]:
            if len(lines[-1]) + len(word) + 3 <= WIDTH:
                lines[-1] += f" {word}"
            else:
                lines[-1] += " \\"
                lines.append(f"    {word}")
        return "\n".join(lines)


def _quoted(text: str) -> str:
    """Double quotes, which every shell has; no character of the language is special in them."""
    if shlex.split(f'"{text}"') != [text]:
        raise GanTheoryError(f"{text!r} cannot be typed in double quotes")
    return f'"{text}"'


@dataclass(frozen=True)
class Exercise:
    """An exercise without its words.

    Attributes:
        level: 1 to 3.
        asked: what marks an answer: all must be proved.
        uses: what an answer may contain besides numbers and log: names, or whole terms.
        answer: the right expression.
        wrong: a typical mistake.
        steps: of the solution.
    """

    name: str
    level: int
    asked: tuple[Asked, ...]
    uses: tuple[str, ...]
    answer: str
    wrong: str
    steps: tuple[Asked, ...]


@dataclass(frozen=True)
class Solved:
    """An exercise whose solution the kernel proved.

    Attributes:
        steps: the kernel's answers to the steps, all proved.
        refuted: its answer to the mistake.
    """

    exercise: Exercise
    steps: tuple[Answer, ...]
    refuted: Answer


@cache
def all_exercises() -> tuple[Exercise, ...]:
    """The exercises, easy ones first."""
    source = files("gantheory.lecture.handout").joinpath("exercises.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))["exercise"]
    return tuple(
        Exercise(
            one["name"],
            one["level"],
            _asked(one["check"]),
            tuple(one["uses"]),
            one["answer"],
            one["wrong"],
            _asked(one["steps"]),
        )
        for one in data
    )


def _asked(data: Sequence[dict[str, Any]]) -> tuple[Asked, ...]:
    return tuple(
        Asked(one["left"], one["right"], one.get("relation", "=="), tuple(one.get("assume", ())))
        for one in data
    )


def foreign(exercise: Exercise, expression: str) -> set[str]:
    """The names in an expression that an answer may not contain."""
    for term in exercise.uses:
        if not term.isidentifier():
            expression = expression.replace(term, "")
    return set(re.findall(r"[A-Za-z_]\w*", expression)) - {"log", *exercise.uses}


def mark(exercise: Exercise, expression: str) -> tuple[Answer, ...]:
    """Mark a student's expression; it is right if all answers are proofs."""
    return tuple(asked.answered(expression).decide() for asked in exercise.asked)


@cache
def solve(exercise: Exercise) -> Solved:
    """Have the solution proved and the mistake refuted, once in a process.

    Raises:
        GanTheoryError: if the kernel does not confirm all of it.
    """
    name = f"the exercise {exercise.name!r}"
    if foreign(exercise, exercise.answer):
        raise GanTheoryError(f"{name}: its answer contains what an answer may not")
    for answer in mark(exercise, exercise.answer):
        if answer.verdict.kind is not Kind.PROVED:
            raise GanTheoryError(f"{name}: its answer is not proved: {answer.verdict}")
    steps = tuple(asked.decide() for asked in exercise.steps)
    for number, step in enumerate(steps, 1):
        if step.verdict.kind is not Kind.PROVED:
            raise GanTheoryError(f"{name}: step {number} is not proved: {step.verdict}")
    marks = mark(exercise, exercise.wrong)
    refuted = [one for one in marks if one.verdict.kind is Kind.REFUTED]
    if not refuted or refuted[0].verdict.witness is None:
        raise GanTheoryError(f"{name}: the wrong answer {exercise.wrong!r} is not refuted")
    return Solved(exercise, steps, refuted[0])
