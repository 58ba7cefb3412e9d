"""Exercises: solutions are proved, mistakes refuted exactly, and the printed command says so."""

import shlex
from dataclasses import replace

import pytest

from gantheory.cli import main
from gantheory.errors import GanTheoryError
from gantheory.lecture.handout.exercises import Asked, all_exercises, foreign, mark, solve
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.verdict import Kind

EXERCISES = {one.name: one for one in all_exercises()}


def test_there_are_enough_and_they_get_harder():
    levels = [one.level for one in all_exercises()]
    assert len(levels) >= 12
    assert levels == sorted(levels)
    assert set(levels) == {1, 2, 3}


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_is_proved_step_by_step_and_the_mistake_refuted_exactly(name):
    solved = solve(EXERCISES[name])
    assert len(solved.steps) == len(EXERCISES[name].steps) >= 2
    assert all(step.verdict.theorem is not None for step in solved.steps)
    refuted = solved.refuted
    assert refuted.verdict.kind is Kind.REFUTED
    assert recheck(refuted.goal, refuted.verdict.witness)


@pytest.mark.parametrize("name", EXERCISES)
def test_no_step_is_empty(name):
    for step in solve(EXERCISES[name]).steps:
        assert step.goal.conclusion.lhs != step.goal.conclusion.rhs


@pytest.mark.parametrize("name", EXERCISES)
def test_what_is_printed_can_be_typed(name, capsys):
    one = EXERCISES[name]
    codes = {}
    for answer in (one.answer, one.wrong):
        found = []
        for asked in one.asked:
            typed = asked.command().replace("\\\n", " ").replace("ANSWER", f"({answer})")
            words = shlex.split(typed)
            assert words[0] == "gantheory"
            found.append(main(words[1:]))
        codes[answer] = found
    capsys.readouterr()
    assert set(codes[one.answer]) == {0}
    assert 1 in codes[one.wrong]


def test_equivalent_answers_are_right_too():
    assert all(a.verdict.kind is Kind.PROVED for a in mark(EXERCISES["odds"], "1/(1/D - 1)"))
    assert all(a.verdict.kind is Kind.PROVED for a in mark(EXERCISES["blind"], "-2*log(2)"))


@pytest.mark.parametrize("name", EXERCISES)
def test_the_question_is_no_answer(name):
    """It would be proved; but it is not made of what the exercise says an answer may contain."""
    one = EXERCISES[name]
    sides = {side for asked in one.asked for side in (asked.left, asked.right)}
    # "which y is best?" is answered in vain by y
    repeated = {side for side in sides if "ANSWER" not in side and not side.isdigit()} | {"y"}
    for question in sorted(repeated):
        proved = all(answer.verdict.kind is Kind.PROVED for answer in mark(one, question))
        assert not proved or foreign(one, question)
    assert not foreign(one, one.answer)


def test_the_command_does_not_tell_the_answer():
    for one in EXERCISES.values():
        whole = " ".join(asked.command() for asked in one.asked).replace(" ", "")
        if not one.answer.isdigit():
            assert f'"{one.answer.replace(" ", "")}"' not in whole


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answer": "p/g"}, "contains what an answer may not"),
        ({"answer": "D"}, "its answer is not proved"),
        ({"steps": (Asked("1", "2"),)}, "step 1 is not proved"),
        ({"wrong": "D/(1 - D)"}, "is not refuted"),
    ],
)
def test_a_wrong_solution_refuses_to_build(change, said):
    with pytest.raises(GanTheoryError, match=said):
        solve(replace(EXERCISES["odds"], **change))


def test_long_commands_are_broken_into_lines():
    command = EXERCISES["smoothing"].asked[0].command()
    assert command.count("\\\n") == 2
    assert all(len(line) <= 94 for line in command.splitlines())
