"""G1 and G2: every f-divergence is the value of a game; the paper's is one of them."""

from sympy import Abs, Integer, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import GAN14, NONNEGATIVE, g, p
from gantheory.proofs.formulas import Iff, Implies, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import KL, Criterion, Int, field, scalar, xlogy

u, v, w, t = (scalar(name) for name in ("u", "v", "w", "t"))
_F_KL = u * log(u)
weight = field("w")
_KEPT = "on the finite alphabets that are searched everything has a mean"
_NAMES = ("p_data>=0", "p_g>=0")

G1 = Claim(
    id="G1",
    title="Fenchel-Young: an f-divergence as a game",
    gloss=(
        "u T - f*(T) <= f(u) for five f: KL, reverse KL, chi-square, squared Hellinger, total "
        "variation; for the first four with equality exactly at T = f'(u); for KL also integrated: "
        "KL >= E_p T - E_g f*(T)."
    ),
    statement=(
        "KL",
        "KL touches",
        "reverse KL",
        "reverse KL touches",
        "chi-square",
        "chi-square touches",
        "Hellinger",
        "Hellinger touches",
        "total variation",
        "game for KL",
    ),
    hypotheses=(
        Hypothesis("u>0", gt(u, 0), "a value of p_data/p_g"),
        Hypothesis("w>0", gt(w, 0), "T = 1 + log w for KL, T = -w for reverse KL"),
        Hypothesis("t<1", lt(t, 1), "where f* of the squared Hellinger distance is finite"),
        *NONNEGATIVE,
        Hypothesis("weight", gt(weight, 0), "w(x), with T(x) = 1 + log w(x)"),
        Hypothesis(
            "absolutely continuous",
            Implies(eq(g, 0), eq(p, 0)),
            "p_data lives where p_g does",
            kept="without it KL is +infinity by convention; its integrand has no value there",
        ),
        Hypothesis("finite mass", Integrable(p + g), "both have finite mass", kept=_KEPT),
        Hypothesis("E_g finite", Integrable(g * weight), "f*(T) has a mean", kept=_KEPT),
        Hypothesis("E_p finite", Integrable(xlogy(p, weight)), "T has a mean", kept=_KEPT),
    ),
    steps=(
        Step(
            "KL",
            le(u * (1 + log(w)) - w, _F_KL),
            "gibbs",
            given=("u>0", "w>0"),
            prose="f(u) = u log u, f*(T) = e^(T - 1), which is w at T = 1 + log w.",
        ),
        Step(
            "KL touches",
            Iff(eq(u * (1 + log(w)) - w, _F_KL), eq(w, u)),
            "gibbs",
            given=("u>0", "w>0"),
            prose="T = f'(u) = 1 + log u.",
        ),
        Step(
            "reverse KL",
            le(-u * w + 1 + log(w), -log(u)),
            "gibbs",
            given=("u>0", "w>0"),
            prose="f(u) = -log u, f*(T) = -1 - log(-T) for T < 0, here T = -w.",
        ),
        Step(
            "reverse KL touches",
            Iff(eq(-u * w + 1 + log(w), -log(u)), eq(w, 1 / u)),
            "gibbs",
            given=("u>0", "w>0"),
            prose="T = f'(u) = -1/u.",
        ),
        Step(
            "chi-square",
            le(u * t - (t + t**2 / 4), (u - 1) ** 2),
            "rcf",
            given=(),
            prose="f(u) = (u - 1)^2, f*(T) = T + T^2/4.",
        ),
        Step(
            "chi-square touches",
            Iff(eq(u * t - (t + t**2 / 4), (u - 1) ** 2), eq(t, 2 * (u - 1))),
            "rcf",
            given=(),
            prose="T = f'(u) = 2(u - 1).",
        ),
        Step(
            "Hellinger",
            le(v**2 * t - t / (1 - t), (v - 1) ** 2),
            "rcf",
            given=("t<1",),
            prose="f(u) = (v - 1)^2 with v the root of u, f*(T) = T/(1 - T) for T < 1.",
        ),
        Step(
            "Hellinger touches",
            Iff(eq(v**2 * t - t / (1 - t), (v - 1) ** 2), eq(t, 1 - 1 / v)),
            "rcf",
            given=("t<1",),
            assuming=(gt(v, 0),),
            prose="T = f'(u) = 1 - 1/v.",
        ),
        Step(
            "total variation",
            le(u * t - t, Abs(u - 1) / 2),
            "rcf",
            given=(),
            assuming=(ge(t, -Rational(1, 2)), le(t, Rational(1, 2))),
            prose="f(u) = |u - 1|/2, f*(T) = T for |T| <= 1/2.",
        ),
        Step(
            "game for KL",
            le(Int(p + xlogy(p, weight)) - Int(g * weight), KL(p, g)),
            "int-mono",
            given=(
                *_NAMES,
                "weight",
                "absolutely continuous",
                "finite mass",
                "E_g finite",
                "E_p finite",
            ),
            prose="At u = p_data/p_g, times p_g, integrated: a lower bound for every T.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "T = f(u)",
            Iff(eq(u * t - (t + t**2 / 4), (u - 1) ** 2), eq(t, (u - 1) ** 2)),
            "chi-square touches",
            prose="f in place of its derivative",
        ),
        FalseVariant(
            "f* without its domain",
            le(2 * u * t - 2 * t, Abs(u - 1) / 2),
            "total variation",
            prose="T as large as 1 in absolute value",
        ),
        FalseVariant(
            "f*(T) = T^2",
            le(u * t - t**2 / 4, (u - 1) ** 2),
            "chi-square",
            prose="a wrong conjugate",
        ),
        FalseVariant(
            "f* halved",
            le(Int(p + xlogy(p, weight)) - Int(g * weight) / 2, KL(p, g)),
            "game for KL",
            prose="a wrong conjugate under the integral",
        ),
    ),
    references=("Nowozin, Cseke and Tomioka 2016, f-GAN", "Nguyen, Wainwright and Jordan 2010"),
    notes=(
        "Five f are checked one by one, and the paper's own in G2; a general convex f is not.",
        "T is written through w, so that every term is rational or a logarithm.",
    ),
)

_F_GAN = u * log(u) - (u + 1) * log(u + 1)
_YOUNG = u * log(t) + log(1 - t)
_INTEGRAND = p * log(p / g) - (p + g) * log((p + g) / g)

G2 = Claim(
    id="G2",
    title="The paper's game is the f-divergence of u log u - (u + 1) log(u + 1)",
    gloss=(
        "With T = log D and f*(T) = -log(1 - D), Fenchel-Young is Proposition 1 divided by p_g; "
        "f(1) = -log 4, so this f-divergence is C and not 2 JSD."
    ),
    statement=("Young", "touches", "integrand", "criterion", "at 1"),
    hypotheses=(
        Hypothesis("u>0", gt(u, 0), "a value of p_data/p_g"),
        Hypothesis("t>0", gt(t, 0), "a value of D"),
        Hypothesis("t<1", lt(t, 1), "a value of D"),
        Hypothesis("p_data>0", gt(p, 0), "p_data is positive"),
        Hypothesis("p_g>0", gt(g, 0), "p_g is positive"),
    ),
    steps=(
        Step(
            "Young",
            le(_YOUNG, _F_GAN),
            "gibbs",
            given=("u>0", "t>0", "t<1"),
            prose="u T - f*(T) <= f(u) for T = log t.",
        ),
        Step(
            "touches",
            Iff(eq(_YOUNG, _F_GAN), eq(t, u / (u + 1))),
            "gibbs",
            given=("u>0", "t>0", "t<1"),
            prose="T = f'(u) = log(u/(u + 1)): D = D*.",
        ),
        Step(
            "integrand",
            eq(_INTEGRAND, p * log(p / (p + g)) + g * log(g / (p + g))),
            "loglin",
            given=("p_data>0", "p_g>0"),
            prose="p_g f(p_data/p_g) is the integrand of C.",
        ),
        Step(
            "criterion",
            eq(Int(g * ((p / g) * log(p / g) - (p / g + 1) * log(p / g + 1))), Criterion(p, g)),
            "int-linear",
            given=("p_data>0", "p_g>0"),
            uses=("integrand",),
            prose="So the f-divergence is C.",
        ),
        Step(
            "at 1",
            eq(_F_GAN.xreplace({u: Integer(1)}), -log(4)),
            "loglin",
            given=(),
            prose="For equal densities it is -log 4, not 0: the shift in C = -log 4 + 2 JSD.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "no shift",
            eq(2 * log(2) - (u + 1) * log(u + 1) + u * log(u), _F_GAN),
            "Young",
            prose="the generator of 2 JSD in place of that of the game",
        ),
        FalseVariant(
            "D = u",
            Iff(eq(_YOUNG, _F_GAN), eq(t, u)),
            "touches",
            prose="the ratio taken for D*",
        ),
        FalseVariant(
            "other argument",
            eq(
                Int(p * ((p / g) * log(p / g) - (p / g + 1) * log(p / g + 1))),
                Criterion(p, g),
            ),
            "criterion",
            prose="weighted by p_data in place of p_g",
        ),
    ),
    references=("Nowozin, Cseke and Tomioka 2016, f-GAN", f"{GAN14}, Proposition 1"),
)
