"""P13: what the paper's proof of Proposition 2 leaves open, item by item, as theorems found above.

Nothing new is proved here. Each step of the statement is a statement of another claim, taken over
by the rule `instance` with no more than names replaced, so that the list is as good as the claims
that it names, and falls with them.
"""

from __future__ import annotations

from gantheory.proofs.claim import Claim, FalseVariant, Step
from gantheory.proofs.claims.curvature import P9
from gantheory.proofs.claims.gradients import P3
from gantheory.proofs.claims.k_steps import H8
from gantheory.proofs.claims.relative_smoothness import P7
from gantheory.proofs.claims.saddle import P10, P11
from gantheory.proofs.claims.t import T4
from gantheory.proofs.claims.vocabulary import GAN14
from gantheory.proofs.formulas import Formula, Goal, free_symbols, substitute
from gantheory.proofs.terms import scalar

#: numbers that P9 calls p and g, as if they were the values of densities
_NAMES = {scalar("p"): scalar("u"), scalar("g"): scalar("v")}


def _renamed(goal: Goal) -> tuple[Formula, tuple[Formula, ...]]:
    return substitute(goal.conclusion, _NAMES), tuple(
        substitute(h, _NAMES) for h in goal.hypotheses
    )


def _settled(label: str, claim: Claim, step: str, prose: str) -> Step:
    """One item: a step of another claim, under that claim's hypotheses."""
    goal = claim.goal_of(claim.step(step))
    conclusion, hypotheses = _renamed(goal)
    return Step(
        label,
        conclusion,
        "instance",
        args={
            "substitution": {a: b for a, b in _NAMES.items() if a in free_symbols(goal.conclusion)}
        },
        uses=(f"{claim.id}/{step}",),
        assuming=hypotheses,
        prose=f"{prose} ({claim.id}).",
    )


def _mistaken(claim: Claim, name: str, label: str, prose: str) -> FalseVariant:
    """A false variant of that claim, as a mistake about the item."""
    _, goal = claim.varied(next(v for v in claim.false_variants if v.name == name))
    conclusion, hypotheses = _renamed(goal)
    return FalseVariant(name, conclusion, label, assuming=hypotheses, prose=prose)


_ITEMS = (
    _settled("a minimiser", T4, "minimiser", "There is something to converge to, and only one"),
    _settled(
        "steps", P7, "every T", "Updates are small enough if they are mirror steps up to size 1"
    ),
    _settled("geometry", P9, "not Lipschitz", "Plain gradient steps have no step size for all p_g"),
    _settled("inexact D", P3, "epsilon-subgradient", "A D near D* gives a gradient up to epsilon"),
    _settled("k steps on D", H8, "every k", "And k steps on the table D give such a D"),
    _settled("supports", P10, "gap", "What p_g never reaches stays missing, at a cost"),
    _settled("no gradient", P11, "flat", "Parameters that move disjoint supports feel nothing"),
    _settled(
        "one optimum",
        P11,
        "only optimum",
        "A generator with mass b at the data's point: 1 is best ...",
    ),
    _settled("a wrong one", P11, "less mass", "... yet one with b at most 1/4 rests at 1/4"),
)

P13 = Claim(
    id="P13",
    title="What the proof of Proposition 2 leaves open, and what settles it",
    gloss=(
        "The proof says that convexity and updates that are small enough give convergence. Which "
        "updates, how good D must be, where p_g must live, and that none of it is about the "
        "parameters of G, is said by other claims, collected here."
    ),
    statement=tuple(step.label for step in _ITEMS),
    hypotheses=(),
    steps=_ITEMS,
    false_variants=(
        _mistaken(
            P11,
            "stationary means optimal",
            "one optimum",
            "Proposition 2 taken to hold for gradient descent on the parameters of G",
        ),
        _mistaken(
            P9,
            "1 is a Lipschitz constant",
            "geometry",
            "Proposition 2 taken to hold for gradient steps of a constant size on p_g",
        ),
        _mistaken(
            P10, "the gap vanishes", "supports", "convergence taken to hold from every first p_g"
        ),
    ),
    references=(f"{GAN14}, proof of Proposition 2", "own collection"),
    uses=("T4", "P7", "P9", "P3", "H8", "P10", "P11"),
    notes=(
        "The paper's own part of Proposition 2 is P1, P2 and the sentence that P3 makes precise.",
        "Not covered by any claim: sampling noise in the steps. That a minibatch is unbiased for V "
        "is H9, checked on instances.",
    ),
)
