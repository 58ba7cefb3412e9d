"""Check a step of your own: an identity or an inequality, over any symbols.

The first word of the answer is the verdict: proved, refuted, unknown or ill_formed. The exit code
is 0 for proved, 1 for refuted, 3 for unknown and ill_formed, 2 for text that cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

EXAMPLES = """\
examples:
  gantheory check "log(a*b)" "log(a)+log(b)" --assume "a>0" "b>0"
  gantheory check "log(t)" "t-1" --relation "<=" --assume "t>0"
  gantheory check "a*log(y)+b*log(1-y)" "a*log(a/(a+b))+b*log(b/(a+b))" --relation "<=" \\
      --assume "a>0" "b>0" "0<y<1"
  gantheory check "C(p,g) == -log(4) + 2*JSD(p,g)"
  gantheory check "Integral(p*log(p/m), x)" 0 --relation ">=" \\
      --assume "p>=0" "m>0" "Integral(p,x)==1" "Integral(m,x)==1"

the language: numbers, names, + - * / **, log, Abs, Min, Max, Integral(f, x), and for densities
KL(p,q), JSD(p,g), TV(p,g), C(p,g), V(p,g,D), Dstar(p,g). Names are real numbers; inside
Integral(f, x) they are functions of x, unless they occur outside integrals too. Decimals are
exact: 0.1 is one tenth.
"""

RELATIONS = ("==", "!=", "<=", "<", ">=", ">")
EXIT_CODES = {"proved": 0, "refuted": 1, "unknown": 3, "ill_formed": 3}


class _FormulaParser(argparse.ArgumentParser):
    """A parser for which a word such as -log(4) is a formula, not an option."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Shield formulas that begin with a minus by a space, which formulas ignore."""
        return super().parse_known_args(_shielded(args), namespace)


def _shielded(words: Sequence[str] | None) -> list[str] | None:
    if words is None:
        return None
    own = ("-h", "--help", "--", "--assume", "--relation")
    return [
        f" {word}" if word.startswith("-") and word.partition("=")[0] not in own else word
        for word in words
    ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory check`."""
    parser.__class__ = _FormulaParser
    parser.add_argument(
        "sides",
        nargs="*",
        metavar="LHS RHS",
        help='the two sides, or the whole step in one: "LHS == RHS"',
    )
    parser.add_argument(
        "--assume",
        nargs="+",
        action="extend",
        default=[],
        metavar="RELATION",
        help='what is known, such as "p>0" or "0<y<1"',
    )
    parser.add_argument("--relation", choices=RELATIONS, help="between the two sides (default: ==)")


def run(args: argparse.Namespace) -> int:
    """Check the step, print the answer and return its exit code."""
    from textwrap import shorten

    from gantheory.proofs.check import check
    from gantheory.proofs.parse import parse_goal
    from gantheory.proofs.verdict import Kind, Witness

    lhs, relation, rhs, assume = _step(args.sides, args.relation, args.assume)
    answer = check(parse_goal(lhs, rhs, relation, assume))
    verdict = answer.verdict
    print(verdict.kind.value)
    if verdict.witness is not None:
        found = verdict.witness
        print(f"  at {Witness(found.values, found.weights)}" if found.values else "  always")
        if found.says:
            print(f"  {found.says}")
    if verdict.reason:
        print(f"  {shorten(verdict.reason, 240, placeholder=' ...')}")
    if verdict.kind is not Kind.ILL_FORMED:
        print(f"  read as  {answer.goal}")
    if answer.rule:
        print(f"  by the rule {answer.rule}")
    return EXIT_CODES[verdict.kind.value]


def _step(
    sides: Sequence[str], relation: str | None, assume: Sequence[str]
) -> tuple[str, str, str, list[str]]:
    """Sort the words out: `--assume` takes all that follow it, so sides may be among them."""
    from gantheory.errors import GanTheoryError
    from gantheory.proofs.parse import is_relation, split_relation

    found, known = list(sides), list(assume)
    if len(found) < 2:
        found += [text for text in known if not is_relation(text)][: 2 - len(found)]
        known = [text for text in known if text not in found]
    if len(found) == 1 and relation is None:
        whole = split_relation(found[0])
        if whole is not None:
            return (*whole, known)
    if len(found) != 2:
        raise GanTheoryError(
            f'{len(found)} sides are given; write: gantheory check "LHS" "RHS" --assume "p>0"'
        )
    return found[0], relation or "==", found[1], known
