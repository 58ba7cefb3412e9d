"""The same statement in needlessly different words gets the same verdict."""

from dataclasses import replace

import pytest
import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.claim import BESIDE_THE_KERNEL
from gantheory.proofs.exact.recheck import Model
from gantheory.proofs.exact.sample import instances
from gantheory.proofs.formulas import Goal
from gantheory.proofs.kernel import apply, witness
from gantheory.proofs.registry import load_claim
from gantheory.proofs.verdict import Kind, Witness
from gantheory.proofs.verify import attempt, check_steps

#: claims that use every kind of rule between them
CLAIMS = ("A1", "A2", "A3", "A4", "T3", "T4", "J1", "P1", "P4", "P6", "P7", "F1", "F2")
#: rules that read their goal alone, not the wording of a premise
READING = (
    *("loglin", "rcf", "gibbs", "mean-value", "int-linear", "int-mono"),
    *("values", "derivative", "antiderivative", "induction"),
)


def steps_by(claim_id, rules=READING):
    claim = load_claim(claim_id)
    return [
        (claim, result.step, result.goal)
        for result in check_steps(claim_id)
        if result.step.rule in rules
    ]


# ---------------------------------------------------------------- other names


def renamed(symbols):
    return {s: type(s)(f"renamed_{s.name}", real=True) for s in symbols}


def again(formula, names):
    """A formula with other names, for what it binds too."""

    def name(symbol):
        return names.get(symbol, symbol)

    def names_of(formulas):
        return tuple(again(part, names) for part in formulas)

    match formula:
        case f.Exists(symbol, body):
            return f.Exists(name(symbol), again(body, names))
        case f.Everywhere(variable, low, high, body):
            ends = (low.xreplace(names), high.xreplace(names))
            return f.Everywhere(name(variable), *ends, again(body, names))
        case f.Iterates(index, state, choices, start, step, body):
            return f.Iterates(
                name(index),
                tuple((name(before), name(after)) for before, after in state),
                tuple(map(name, choices)),
                names_of(start),
                names_of(step),
                again(body, names),
            )
    return f.map_terms(formula, lambda term: term.xreplace(names))


def renamed_args(value, names):
    """The arguments of a rule with other names in all terms."""
    if isinstance(value, f.Formula):
        return again(value, names)
    if isinstance(value, sp.Basic):
        return value.xreplace(names)
    if isinstance(value, tuple):
        return tuple(renamed_args(part, names) for part in value)
    if isinstance(value, dict):
        return {renamed_args(k, names): renamed_args(v, names) for k, v in value.items()}
    return value


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_other_names(claim_id):
    """The whole derivation is done again; steps of other claims keep their own names."""
    claim = load_claim(claim_id)
    goals = [claim.goal_of(step) for step in claim.steps if step.rule not in BESIDE_THE_KERNEL]
    formulas = [h for goal in goals for h in (goal.conclusion, *goal.hypotheses)]
    names = renamed(set().union(*(term.free_symbols for h in formulas for term in f.terms_of(h))))
    theorems = {}

    for step in (step for step in claim.steps if step.rule not in BESIDE_THE_KERNEL):
        goal = claim.goal_of(step)
        premises = []
        for used in step.uses:
            other, _, label = used.rpartition("/")
            foreign = {r.step.label: r.verdict.theorem for r in check_steps(other)} if other else {}
            premises.append(foreign[label] if other else theorems[label])
        args = {name: renamed_args(value, names) for name, value in step.args.items()}
        if step.rule == "instance":
            own = not any("/" in used for used in step.uses)
            args["substitution"] = {
                names.get(key, key) if own else key: renamed_args(value, names)
                for key, value in step.args.get("substitution", {}).items()
            }
            if not own:  # what is not replaced in a theorem of another claim keeps its name
                given = premises[0].goal
                spoken = set().union(*map(f.free_symbols, (given.conclusion, *given.hypotheses)))
                for symbol in spoken - args["substitution"].keys():
                    args["substitution"][symbol] = names.get(symbol, symbol)
        elif any("/" in used for used in step.uses):
            return  # only an instance can rename a theorem
        known = tuple(again(h, names) for h in goal.hypotheses)
        goal = Goal(again(goal.conclusion, names), known)
        verdict = apply(step.rule, goal, premises, **args)
        assert verdict.kind is Kind.PROVED, (step.label, verdict)
        theorems[step.label] = verdict.theorem


# ------------------------------------------------- other order, other side, scale


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_hypotheses_in_another_order(claim_id):
    for claim, step, goal in steps_by(claim_id):
        turned = Goal(goal.conclusion, goal.hypotheses[::-1])
        assert attempt(claim, step, turned, step.args).kind is Kind.PROVED, step.label
    claim = load_claim(claim_id)
    for variant in claim.false_variants:
        step, goal = claim.varied(variant)
        turned = Goal(goal.conclusion, goal.hypotheses[::-1])
        assert attempt(claim, step, turned, step.args).kind is Kind.REFUTED, variant.name


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_sides_exchanged(claim_id):
    for claim, step, goal in steps_by(claim_id):
        if isinstance(goal.conclusion, f.Relation) and "normalise" not in step.args:
            turned = Goal(goal.conclusion.mirrored(), goal.hypotheses)
            assert attempt(claim, step, turned, step.args).kind is Kind.PROVED, step.label


@pytest.mark.parametrize("claim_id", CLAIMS)
@pytest.mark.parametrize("k", [3, sp.Rational(1, 7)])
def test_both_sides_scaled(claim_id, k):
    for claim, step, goal in steps_by(claim_id):
        if not isinstance(goal.conclusion, f.Relation) or step.uses:
            continue
        args = dict(step.args)
        if "instances" in args:
            args["instances"] = tuple((k * w, t) for w, t in args["instances"])
        if "normalise" in args:
            args["normalise"] = {d: k * share for d, share in args["normalise"].items()}
        if "multipliers" in args:
            continue
        lhs, rhs = (k * side for side in f.terms_of(goal.conclusion))
        scaled = Goal(replace(goal.conclusion, lhs=lhs, rhs=rhs), goal.hypotheses)
        assert attempt(claim, step, scaled, args).kind is Kind.PROVED, step.label


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_summand_moved_to_the_other_side(claim_id):
    for claim, step, goal in steps_by(claim_id, ("loglin", "rcf", "mean-value")):
        match goal.conclusion:
            case f.Relation(op, lhs, rhs) if not step.uses:
                first, *others = sp.Add.make_args(lhs)
                moved = f.Relation(op, sp.Add(*others), rhs - first)
                verdict = attempt(claim, step, Goal(moved, goal.hypotheses), step.args)
                assert verdict.kind is Kind.PROVED, step.label


# --------------------------------------------------- other alphabets, same meaning


def truths(goal, point):
    """What the two evaluators say of the hypotheses and the conclusion at a point."""
    model = Model.of(goal, point)
    symbols = {s.name: s for h in (*goal.hypotheses, goal.conclusion) for s in f.free_symbols(h)}
    at = {symbols[name]: value for name, value in point.values if name in symbols}
    found = []
    for formula in (*goal.hypotheses, goal.conclusion):
        try:
            found.append(model.holds(formula))
        except ArithmeticError:
            found.append(None)
        if not all(found[:-1]):
            continue  # outside the hypotheses the kernel need not know that KL = +∞
        kernel = witness.holds([formula], at, point.weights)
        assert kernel is (found[-1] is True), (str(formula), str(point))
    return found


def rearranged(point, letters):
    """The letters of a point in another order, or several times, each with weight 1."""
    values = tuple(
        (name, tuple(value[i] for i in letters) if isinstance(value, tuple) else value)
        for name, value in point.values
    )
    return Witness(values, (1,) * len(letters))


@pytest.mark.parametrize("claim_id", [i for i in CLAIMS if i not in ("A1", "A2", "P7", "F1", "F2")])
def test_letters_permuted_and_split(claim_id):
    claim = load_claim(claim_id)
    goals = [claim.goal_of(step) for step in claim.steps if step.rule not in BESIDE_THE_KERNEL]
    goals += [claim.varied(variant)[1] for variant in claim.false_variants]
    for goal in goals:
        if not any(map(f.is_functional, (goal.conclusion, *goal.hypotheses))):
            continue
        for point in list(instances(goal, 1))[:6]:
            letters = list(range(len(point.weights)))
            said = truths(goal, point)
            assert truths(goal, rearranged(point, letters[::-1])) == said
            # a letter that counts twice is the same as two letters
            twice = Witness(point.values, (2, *point.weights[1:]))
            split = rearranged(point, [0, *letters])
            assert truths(goal, split) == truths(goal, twice)
