"""Random true and false statements for the kernel: `python -m gantheory.proofs.fuzz --count 10000`.

A true statement is a random term and the same term rewritten by laws of logarithms, of fields and
of integrals. A false one is such a statement with something added to one side, that is positive
wherever the hypotheses hold, and as small as 1e-30. A wrong verdict is one that contradicts this:
a true statement refuted or called ill-formed, a false one proved or called ill-formed. `unknown`
is never wrong, and is counted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, eq, ge, gt, le
from gantheory.proofs.terms import Expr, Int, p_data, p_g, scalar, xlogy
from gantheory.proofs.verdict import Kind

a, b = scalar("a"), scalar("b")
SIZES = tuple(sp.Rational(1, 10**k) for k in (0, 1, 3, 6, 9, 15, 20, 30))
DENSITIES = (ge(p_data, 0), ge(p_g, 0), eq(Int(p_data), 1), eq(Int(p_g), 1))


@dataclass(frozen=True)
class Case:
    """A statement whose truth is known from how it was made."""

    goal: Goal
    rule: str
    true: bool
    args: tuple[tuple[str, Any], ...] = ()


@dataclass
class Tally:
    """How often each kind of verdict came, for statements that are true, and that are false."""

    verdicts: dict[bool, Counter[Kind]] = field(
        default_factory=lambda: {True: Counter(), False: Counter()}
    )
    wrong: list[str] = field(default_factory=list)
    unconfirmed: int = 0

    def add(self, case: Case) -> None:
        """Ask the kernel about a case and count the answer."""
        verdict = kernel.apply(case.rule, case.goal, **dict(case.args))
        self.verdicts[case.true][verdict.kind] += 1
        fits = (Kind.PROVED if case.true else Kind.REFUTED, Kind.UNKNOWN)
        if verdict.kind not in fits:
            self.wrong.append(f"{case.rule} says {verdict} of {case.goal}")
        if verdict.witness is not None and not recheck(case.goal, verdict.witness):
            self.unconfirmed += 1

    def __str__(self) -> str:
        lines = []
        for true, counts in self.verdicts.items():
            shown = ", ".join(f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind])
            lines.append(f"{sum(counts.values())} {'true' if true else 'false'}: {shown}")
        lines.append(f"{len(self.wrong)} wrong, {self.unconfirmed} witnesses not confirmed")
        return "\n".join(lines)


def positive(dice: Random, u: Expr, v: Expr, depth: int = 2) -> Expr:
    """A rational term that is positive wherever u and v are."""
    if depth == 0 or dice.random() < 0.3:
        number = sp.Rational(dice.randint(1, 6), dice.randint(1, 6))
        return dice.choice([u, v, u + v, number, number * u, u + number * v])
    left, right = (positive(dice, u, v, depth - 1) for _ in range(2))
    return dice.choice([left + right, left * right, left / right])


def weight(dice: Random, u: Expr, v: Expr) -> Expr:
    """A coefficient of any sign."""
    number = sp.Rational(dice.choice([-3, -2, -1, 1, 2, 3]), dice.randint(1, 4))
    return number * dice.choice([sp.Integer(1), u, v, u - v, u / (u + v), 1 / u])


def rewritten(dice: Random, w: Expr, t: Expr, other: Expr, log: Callable[..., Expr]) -> Expr:
    """A term equal to w·log t, where t and `other` are positive."""
    k = dice.randint(2, 4)
    return dice.choice(
        [
            log(w, t),
            log(w, sp.expand(t) if t.is_polynomial() else sp.factor(t)),
            log(w, t * other) - log(w, other),
            log(w, t / other) + log(w, other),
            log(w / k, t**k),
            log(w, sp.together(1 / t)) * -1,
            log(w * (other + k) / (k + other), t),
            log(sp.expand(w * (a + 1)) - w * a, t),
            log(w * k, t) - log(w * (k - 1), t),
        ]
    )


def _log(w: Expr, t: Expr) -> Expr:
    return w * sp.log(t)


def of_logarithms(dice: Random, true: bool) -> Case:
    """Σ w·log t = the same, taken apart; for the rule `loglin`."""
    left = right = sp.Integer(0)
    for _ in range(dice.randint(1, 3)):
        w, t, other = weight(dice, a, b), positive(dice, a, b), positive(dice, a, b, 1)
        left += _log(w, t)
        right += rewritten(dice, w, t, other, _log)
    if not true:
        extra = positive(dice, a, b, 1)
        right += dice.choice(SIZES) * dice.choice([extra, -extra, sp.log(1 + extra)])
    return Case(Goal(eq(left, right), (gt(a, 0), gt(b, 0))), "loglin", true)


def of_fractions(dice: Random, true: bool) -> Case:
    """An identity or inequality between rational terms; for the rule `rcf`."""
    term = weight(dice, a, b) * positive(dice, a, b) + weight(dice, a, b)
    rewrite = dice.choice([sp.expand, sp.together, sp.factor, sp.cancel])
    left, right = term, rewrite(term)
    if dice.random() < 0.5:  # an inequality: by a square, or by something positive
        slack = dice.choice([(a - 2 * b) ** 2, positive(dice, a, b, 1)])
        left = term - slack if true else term + dice.choice(SIZES) * positive(dice, a, b, 1)
        return Case(Goal(le(left, right), (gt(a, 0), gt(b, 0))), "rcf", true)
    if not true:
        right += dice.choice(SIZES) * dice.choice([1, -1]) * positive(dice, a, b, 1)
    return Case(Goal(eq(left, right), (gt(a, 0), gt(b, 0))), "rcf", true)


def of_bounds(dice: Random, true: bool) -> Case:
    """Σ w·log t ≤ Σ w·(t − 1), or with a little less on the right; for the rule `gibbs`."""
    w = sp.Rational(dice.randint(1, 5), dice.randint(1, 5)) * dice.choice([1, a, a + b])
    t = dice.choice([b, a, a / b, 2 * a / (a + b), a * b])
    left, right = w * sp.log(t), sp.expand(w * (t - 1))
    if dice.random() < 0.5:
        left = sp.expand(w) * sp.log(t**2) / 2
    if not true:  # at t = 1 both sides are 0
        right -= dice.choice(SIZES) * positive(dice, a, b, 1)
    hypotheses = (gt(a, 0), gt(b, 0))
    return Case(Goal(le(left, right), hypotheses), "gibbs", true, (("instances", ((w, t),)),))


def of_integrals(dice: Random, true: bool) -> Case:
    """Equal functionals of two densities, with any supports; for the rule `int-linear`."""
    p, g = p_data, p_g
    left: list[Expr] = []
    right: list[Expr] = []
    shares = {p: sp.Integer(0), g: sp.Integer(0)}  # the constants, by the density that they go to
    for _ in range(dice.randint(1, 2)):
        c = sp.Rational(dice.choice([-2, -1, 1, 2, 3]), dice.randint(1, 3))
        k = sp.Rational(dice.randint(1, 4), dice.randint(1, 4))
        w, other = dice.choice([(p, g), (g, p)])
        t = w / (w + k * other)
        left.append(c * Int(xlogy(w, t)))
        term, unit, constant = dice.choice(
            [
                (Int(xlogy(w, k * t) - w * sp.log(k)), w, sp.Integer(0)),
                (Int(-xlogy(w, 1 / t)), w, sp.Integer(0)),
                (Int(xlogy(3 * w, t)) / 3, w, sp.Integer(0)),
                (Int(xlogy(w, 2 * t)), w, -sp.log(2)),
                (Int(xlogy(w, t) + 2 * other), other, sp.Integer(-2)),
            ]
        )
        right.append(c * term + c * constant)
        shares[unit] += c * constant
    lhs, rhs = sp.Add(*left), sp.Add(*right)
    if not true:
        extra = dice.choice([sp.Integer(1), sp.log(2), Int(p * p / (p + g)), Int(sp.Abs(p)) / 2])
        extra *= dice.choice(SIZES)
        rhs += extra
        shares[p] += sp.Integer(0) if extra.has(Int) else extra
    arguments = (("normalise", shares),)
    return Case(Goal(eq(lhs, rhs), DENSITIES), "int-linear", true, arguments)


#: in turn; integrals take longest and come once in eight
TURNS = (
    *(of_logarithms, of_fractions, of_bounds),
    *(of_logarithms, of_fractions, of_bounds),
    *(of_bounds, of_integrals),
)


def run(count: int, seed: int = 0, progress: Callable[[int], None] | None = None) -> Tally:
    """Ask the kernel about `count` true and `count` false statements.

    Args:
        count: how many of each; the families of `TURNS` take turns.
        seed: the same seed makes the same statements.
        progress: called with the number of pairs done.
    """
    tally = Tally()
    for index in range(count):
        for true in (True, False):
            dice = Random(f"{seed} {index} {true}")
            tally.add(TURNS[index % len(TURNS)](dice, true))
        if progress is not None:
            progress(index + 1)
    return tally


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print the tally; 1 if a verdict was wrong."""
    parser = argparse.ArgumentParser(prog="python -m gantheory.proofs.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="statements of each kind")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    started = time.process_time()

    def progress(done: int) -> None:
        if done % 500 == 0:
            seconds = time.process_time() - started
            print(f"{done} of {args.count}, {seconds:.0f} s of CPU", file=sys.stderr, flush=True)

    tally = run(args.count, args.seed, progress)
    print(tally)
    print(f"seed {args.seed}, {time.process_time() - started:.0f} s of CPU")
    for line in tally.wrong[:20]:
        print(f"wrong: {line}")
    return 1 if tally.wrong or tally.unconfirmed else 0


if __name__ == "__main__":
    sys.exit(main())
