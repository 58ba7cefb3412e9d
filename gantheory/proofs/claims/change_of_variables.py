"""F1 and F2: what a generator on the line does to densities and to expectations."""

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.fibres import fibres, one_branch
from gantheory.proofs.claims.vocabulary import GAN14
from gantheory.proofs.formulas import Everywhere, Formula, Iff, eq, gt, le, lt
from gantheory.proofs.terms import Expr, Increase, at, function, scalar, slope

a, b, c, d, x, y, z = (scalar(name) for name in "abcdxyz")

# ---------------------------------------------------------------- F1

h, p_g, p_z, PHI = (function(name) for name in ("h", "p_g", "p_z", "H"))
G_1, G_2, u_1, u_2, PSI_1, PSI_2 = (
    function(name) for name in ("G_1", "G_2", "u_1", "u_2", "E_1", "E_2")
)


def _on_values(body: Formula) -> Everywhere:
    return Everywhere(x, c, d, body)


def _inverse(generator: Expr, branch: Expr) -> Hypothesis:
    return Hypothesis(
        f"{branch} inverts {generator}",
        _on_values(eq(at(generator, at(branch, x)), x)),
        f"{branch}(x) is the z with {generator}(z) = x",
    )


def _expectation(total: Expr, generator: Expr, branch: Expr) -> Hypothesis:
    body = eq(slope(total, at(branch, x)), at(h, at(generator, at(branch, x))) * _mass(branch))
    return Hypothesis(
        f"{total}' = h({generator}) p_z",
        _on_values(body),
        f"{total} is an antiderivative of h({generator}(z)) p_z(z) on the branch",
    )


def _mass(branch: Expr) -> Expr:
    return at(p_z, at(branch, x))


def _density(value: Expr) -> Formula:
    return _on_values(eq(at(p_g, x), value))


_UP, _DOWN = _mass(u_1) * slope(u_1, x), -_mass(u_2) * slope(u_2, x)
_DENSITIES = (
    Hypothesis("p_g of G_1", _density(_UP), "p_g where G = G_1, which increases"),
    Hypothesis("p_g of G_2", _density(_DOWN), "p_g where G = G_2, which decreases"),
    Hypothesis("p_g of both", _density(_UP + _DOWN), "p_g where both branches go to x"),
)
_BRANCH_1 = ("u_1 inverts G_1", "E_1' = h(G_1) p_z")
_BRANCH_2 = ("u_2 inverts G_2", "E_2' = h(G_2) p_z")
_CASES = {
    "increasing": (*_BRANCH_1, "p_g of G_1"),
    "decreasing": (*_BRANCH_2, "p_g of G_2"),
    "two branches": (*_BRANCH_1, *_BRANCH_2, "p_g of both"),
}
_AFTER = Increase(c, d, PHI)
_BEFORE_1 = Increase(at(u_1, c), at(u_1, d), PSI_1)
_BEFORE_2 = Increase(at(u_2, d), at(u_2, c), PSI_2)


def _rates(case: str, value: Expr) -> Step:
    return Step(
        f"rates, {case}",
        _on_values(eq(slope(PHI, x), value)),
        "values",
        args={"points": (x,)},
        given=("H' = h p_g", *_CASES[case]),
        prose="Put x for G(u(x)): the integrands agree, with the slope of the branch.",
    )


def _sum(case: str, before: Expr, potential: Expr, prose: str) -> Step:
    """The last step of each case: integrals that grow at equal rates are equal."""
    return Step(
        case,
        eq(_AFTER, before),
        "antiderivative",
        args={"potential": potential, "variable": x, "low": c, "high": d},
        uses=(f"rates, {case}",),
        given=("c<=d", "H' = h p_g", *_CASES[case]),
        prose=prose,
    )


_THERE = at(PHI, x)
_BACK_1, _BACK_2 = at(PSI_1, at(u_1, x)), at(PSI_2, at(u_2, x))
_RATE_1, _RATE_2 = (
    slope(PSI_1, at(u_1, x)) * slope(u_1, x),
    -slope(PSI_2, at(u_2, x)) * slope(u_2, x),
)

F1 = Claim(
    id="F1",
    title="Expectations under p_g are expectations under p_z",
    gloss=(
        "E h(G(z)) = E h(x), x drawn from the push-forward, for every h for which both sides have "
        "antiderivatives. On the line p_g is the sum over the branches of G of p_z at the z that "
        "go to x, times the slope of the inverse without its sign. [H](c..d) is the integral of "
        "h p_g, [E](..) that of h(G) p_z."
    ),
    statement=("increasing", "decreasing", "two branches", "Jacobian"),
    hypotheses=(
        Hypothesis("c<=d", le(c, d), "an interval of x"),
        _inverse(G_1, u_1),
        _inverse(G_2, u_2),
        Hypothesis(
            "H' = h p_g",
            _on_values(eq(slope(PHI, x), at(h, x) * at(p_g, x))),
            "H is an antiderivative of h p_g",
        ),
        _expectation(PSI_1, G_1, u_1),
        _expectation(PSI_2, G_2, u_2),
        *_DENSITIES,
        Hypothesis("c<d", lt(c, d), "with something between its ends"),
    ),
    steps=(
        _rates("increasing", _RATE_1),
        _sum(
            "increasing",
            _BEFORE_1,
            _THERE - _BACK_1,
            "Both sides are 0 at d = c and grow at the same rate in d: substitution.",
        ),
        _rates("decreasing", _RATE_2),
        _sum(
            "decreasing",
            _BEFORE_2,
            _THERE + _BACK_2,
            "The slope of u_2 is negative, and its values come in the opposite order.",
        ),
        _rates("two branches", _RATE_1 + _RATE_2),
        _sum(
            "two branches",
            _BEFORE_1 + _BEFORE_2,
            _THERE - _BACK_1 + _BACK_2,
            "Two values of z go to each x; more branches add more terms of the same kind.",
        ),
        Step(
            "fibres",
            fibres,
            EXACT,
            prose="The same for any map of a finite alphabet: regroup the sum by the value of G.",
        ),
        Step(
            "inverse slope",
            _on_values(eq(slope(G_1, at(u_1, x)) * slope(u_1, x), 1)),
            "derivative",
            given=("u_1 inverts G_1", "c<d"),
            prose="The chain rule on G(u(x)) = x.",
        ),
        Step(
            "Jacobian",
            _on_values(eq(at(p_g, x) * slope(G_1, at(u_1, x)), _mass(u_1))),
            "values",
            args={"points": (x,)},
            uses=("inverse slope",),
            given=("u_1 inverts G_1", "p_g of G_1", "c<d"),
            prose="So p_g = p_z / G' there: G thins out what it stretches.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "Jacobian omitted",
            eq(_AFTER, _BEFORE_1),
            "increasing",
            without=("p_g of G_1",),
            assuming=(_density(_mass(u_1)),),
            prose="p_g = p_z at the z that goes to x",
        ),
        FalseVariant(
            "absolute value omitted",
            eq(_AFTER, -_BEFORE_2),
            "decreasing",
            prose="a decreasing branch counted with the sign of its slope",
        ),
        FalseVariant(
            "one branch of two",
            eq(_AFTER, _BEFORE_1),
            "two branches",
            prose="one z for each x",
        ),
        FalseVariant("one z of a fibre", one_branch, "fibres", prose="one z for each letter x"),
        FalseVariant(
            "p_g = p_z G'",
            _on_values(eq(at(p_g, x), _mass(u_1) * slope(G_1, at(u_1, x)))),
            "Jacobian",
            prose="the slope of G taken for that of its inverse",
        ),
    ),
    references=(f"{GAN14}, section 4", "the change-of-variables formula; fundamental theorem"),
    notes=(
        "Proved for smooth branches on an interval of the line; no sign of a slope is assumed, "
        "for only p_g >= 0 depends on it. That any map will do is checked exactly on finite "
        "alphabets, beside the proof; for measures it is not part of this claim.",
    ),
)

# ---------------------------------------------------------------- F2

G, F_G, F_Z = function("G"), function("F_g"), function("F_z")


def _on_noise(body: Formula) -> Everywhere:
    return Everywhere(z, a, b, body)


_AT_G = slope(F_G, at(G, y))
_DENSITY_POSITIVE = Hypothesis("p_g>0", gt(_AT_G, 0), "p_g = F_g' is positive at G(y)")
_POINT = ("a<b", "pushed forward", "a<=y", "y<=b", "p_g>0")
_CHAIN = _on_noise(eq(slope(F_G, at(G, z)) * slope(G, z), slope(F_Z, z)))

_POLYNOMIALS = (
    "the search tries polynomials for F_g, F_z and G, and those that agree on an interval agree "
    "beyond it"
)

F2 = Claim(
    id="F2",
    title="On the line G contracts where p_g is high and expands where it is low",
    gloss=(
        "An increasing G carries what lies below z to what lies below G(z), so "
        "p_g(G(z)) G'(z) = p_z(z): the arrows of Figure 1 spread by dx/dz = p_z/p_g."
    ),
    statement=("density", "spread", "contracts", "uniform", "decreasing"),
    hypotheses=(
        Hypothesis("a<b", lt(a, b), "an interval of z"),
        Hypothesis(
            "pushed forward",
            _on_noise(eq(at(F_G, at(G, z)), at(F_Z, z))),
            "F_g, F_z are the distribution functions of G(z) and z; G is increasing",
        ),
        Hypothesis("a<=y", le(a, y), "y is one z of the interval", kept=_POLYNOMIALS),
        Hypothesis("y<=b", le(y, b), kept=_POLYNOMIALS),
        _DENSITY_POSITIVE,
    ),
    steps=(
        Step(
            "density",
            _CHAIN,
            "derivative",
            given=("a<b", "pushed forward"),
            prose="Differentiate F_g(G(z)) = F_z(z); the densities are p_g = F_g', p_z = F_z'.",
        ),
        Step(
            "spread",
            eq(slope(G, y), slope(F_Z, y) / _AT_G),
            "values",
            args={"points": (y,)},
            uses=("density",),
            given=_POINT,
            prose="dx/dz = p_z/p_g.",
        ),
        Step(
            "contracts",
            Iff(lt(slope(G, y), 1), gt(_AT_G, slope(F_Z, y))),
            "values",
            args={"points": (y,)},
            uses=("density",),
            given=_POINT,
            prose="Neighbours move together exactly where p_g is higher than p_z.",
        ),
        Step(
            "uniform",
            _on_noise(eq(at(F_G, at(G, z)), z)),
            "values",
            args={"points": (z,)},
            given=("pushed forward",),
            assuming=(_on_noise(eq(at(F_Z, z), z)),),
            prose="For uniform z, G is the inverse of the distribution function of p_g.",
        ),
        Step(
            "decreasing",
            _on_noise(eq(slope(F_G, at(G, z)) * slope(G, z), -slope(F_Z, z))),
            "derivative",
            given=("a<b",),
            assuming=(_on_noise(eq(at(F_G, at(G, z)), 1 - at(F_Z, z))),),
            prose="A decreasing G carries what lies below z to what lies above G(z).",
        ),
    ),
    false_variants=(
        FalseVariant(
            "dx/dz = p_g/p_z",
            eq(slope(G, y), _AT_G / slope(F_Z, y)),
            "spread",
            assuming=(gt(slope(F_Z, y), 0),),
            prose="the ratio the other way round",
        ),
        FalseVariant(
            "no chain rule",
            _on_noise(eq(slope(F_G, at(G, z)), slope(F_Z, z))),
            "density",
            prose="p_g(G(z)) = p_z(z): the slope of G forgotten",
        ),
        FalseVariant(
            "expands where p_g is high",
            Iff(gt(slope(G, y), 1), gt(_AT_G, slope(F_Z, y))),
            "contracts",
            prose="more mass taken for more room",
        ),
    ),
    references=(f"{GAN14}, Figure 1", "the change-of-variables formula"),
    notes=(
        "On the line. In more dimensions |det| of the Jacobian takes the place of G', not its "
        "entries one by one.",
    ),
)
