"""D6 to D8, D12: what penalties, step sizes and rates do to the Dirac-GAN near its equilibrium."""

from __future__ import annotations

from sympy import Derivative

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import IM, MESCHEDER, RE, root
from gantheory.proofs.formulas import And, Iff, eq, ge, gt, le, lt, ne
from gantheory.proofs.terms import scalar

theta, psi = scalar("theta"), scalar("psi")
c, gamma, h = (scalar(name) for name in ("c", "gamma", "h"))
_RE_2, _IM_2 = scalar("u_2"), scalar("v_2")
_FORCE = Hypothesis("c!=0", ne(c, 0), "c = f'(0): 1/2 for the GAN, 1 for the Wasserstein GAN")
_PENALTY = Hypothesis("gamma>0", gt(gamma, 0), "the weight of the gradient penalty")
_STEP = Hypothesis("h>0", gt(h, 0), "the step size")
_SIZE = RE**2 + IM**2

D6 = Claim(
    id="D6",
    title="A gradient penalty damps the Dirac-GAN; so does consensus",
    gloss="With the penalty of weight gamma the eigenvalues move into the left half-plane.",
    statement=("damped", "oscillating", "consensus"),
    hypotheses=(
        _FORCE,
        _PENALTY,
        root(-gamma, c**2),
        root(-2 * gamma * c**2, (gamma * c**2) ** 2 + c**2, "consensus", _RE_2, _IM_2),
        Hypothesis("gamma^2<4c^2", lt(gamma**2, 4 * c**2), "a light penalty"),
    ),
    steps=(
        Step(
            "jacobian",
            eq(Derivative(theta * c - Derivative(gamma / 2 * psi**2, psi), psi), -gamma),
            "rcf",
            given=(),
            prose="The penalty gamma/2 psi^2 puts -gamma on the diagonal: trace -gamma, det c^2.",
        ),
        Step(
            "damped",
            lt(RE, 0),
            "rcf",
            given=("c!=0", "gamma>0", "eigenvalue"),
            prose="Trace negative, determinant positive.",
        ),
        Step(
            "oscillating",
            And((eq(RE, -gamma / 2), eq(IM**2, c**2 - gamma**2 / 4))),
            "rcf",
            given=("eigenvalue", "gamma^2<4c^2"),
            prose="-gamma/2 +- sqrt(gamma^2 - 4c^2)/2.",
        ),
        Step(
            "consensus",
            And((eq(_RE_2, -gamma * c**2), eq(_IM_2**2, c**2))),
            "rcf",
            given=("consensus",),
            prose="J - gamma J^T J has -gamma c^2 on its diagonal; with c = 1/2, -gamma/4 +- i/2.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "without a penalty",
            lt(RE, 0),
            "damped",
            without=("gamma>0",),
            assuming=(ge(gamma, 0),),
            prose="gamma = 0 allowed",
        ),
        FalseVariant(
            "heavier is faster",
            le(RE, -gamma / 2),
            "damped",
            prose="past gamma = 2c one eigenvalue goes back towards 0",
        ),
    ),
    references=(MESCHEDER, "Mescheder, Nowozin and Geiger 2017, The numerics of GANs"),
)

_TAU, _OMEGA = scalar("tau"), scalar("omega")

D7 = Claim(
    id="D7",
    title="How long the steps may be with a gradient penalty",
    gloss="Simultaneous steps of size h converge locally if h c^2 < gamma and h gamma < 2.",
    statement=("condition", "inside", "boundary"),
    hypotheses=(
        Hypothesis("omega>0", gt(_OMEGA, 0), "omega = h^2 c^2, with c = f'(0) not 0"),
        Hypothesis("omega<tau", lt(_OMEGA, _TAU), "h c^2 < gamma: enough penalty to damp"),
        Hypothesis("tau<2", lt(_TAU, 2), "tau = h gamma: not too much for the step size"),
        root(2 - _TAU, 1 - _TAU + _OMEGA),
        _STEP,
    ),
    steps=(
        Step(
            "condition",
            Iff(lt(h * c**2, gamma), lt((h * c) ** 2, h * gamma)),
            "rcf",
            given=("h>0",),
            prose="omega < tau in terms of the step size h and the weight gamma.",
        ),
        Step(
            "inside",
            lt(_SIZE, 1),
            "rcf",
            given=("omega>0", "omega<tau", "tau<2", "eigenvalue"),
            prose="Jury: |det| < 1 and |trace| < 1 + det, for the matrix 1 + h J.",
        ),
        Step(
            "boundary",
            eq((_OMEGA - _TAU) * (4 - 2 * _TAU + _OMEGA), 0),
            "rcf",
            given=("omega>0", "eigenvalue"),
            assuming=(eq(_SIZE, 1),),
            prose="Eigenvalues leave the circle in a pair, at det = 1, or at -1.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "any penalty",
            lt(_SIZE, 1),
            "inside",
            without=("omega<tau",),
            assuming=(ge(_TAU, 0),),
            prose="stability of the flow taken for that of the steps",
        ),
        FalseVariant(
            "any step size",
            lt(_SIZE, 1),
            "inside",
            without=("tau<2",),
            prose="a heavy penalty with a long step",
        ),
    ),
    references=("own derivation, from the Jury conditions",),
)

D8 = Claim(
    id="D8",
    title="Dirac-GAN: simultaneous steps spiral out, alternating ones go round",
    gloss="|lambda|^2 = 1 + h^2 c^2 against |lambda| = 1 for h c <= 2.",
    statement=("simultaneous", "alternating"),
    hypotheses=(
        root(2, 1 + h**2 * c**2, "simultaneous", _RE_2, _IM_2),
        root(2 - h**2 * c**2, 1, "alternating"),
    ),
    steps=(
        Step(
            "simultaneous",
            eq(_RE_2**2 + _IM_2**2, 1 + h**2 * c**2),
            "rcf",
            given=("simultaneous",),
            prose="The matrix 1 + h J has trace 2 and determinant 1 + h^2 c^2.",
        ),
        Step(
            "alternating",
            Iff(eq(_SIZE, 1), le((h * c) ** 2, 4)),
            "rcf",
            given=("alternating",),
            prose="Taking turns: trace 2 - h^2 c^2 and determinant 1.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "alternating converges",
            lt(_SIZE, 1),
            "alternating",
            assuming=(eq(h, 2 / c), gt(c, 0)),
            prose="taking turns taken for a cure",
        ),
        FalseVariant(
            "on the circle always",
            eq(_SIZE, 1),
            "alternating",
            assuming=(eq(h, 5 / (2 * c)), gt(c, 0), eq(RE, -4)),
            prose="the step size forgotten",
        ),
        FalseVariant(
            "simultaneous goes round",
            eq(_RE_2**2 + _IM_2**2, 1),
            "simultaneous",
            prose="the flow taken for the steps",
        ),
    ),
    references=(MESCHEDER,),
)

_A, _B = scalar("a"), scalar("b")
_TWO_RATES = (
    Hypothesis("a>0", gt(_A, 0), "the generator's rate"),
    Hypothesis("b>0", gt(_B, 0), "the discriminator's rate"),
)

D12 = Claim(
    id="D12",
    title="Two rates and the R1 penalty move eigenvalues, not the equilibrium",
    gloss="Two time scales alone do not damp the Dirac-GAN; a penalty does; both keep (0, 0).",
    statement=("equilibria", "two time scales", "with a penalty"),
    hypotheses=(
        *_TWO_RATES,
        _FORCE,
        root(0, _A * _B * c**2, "no penalty", _RE_2, _IM_2),
        _PENALTY,
        root(-_B * gamma, _A * _B * c**2),
    ),
    steps=(
        Step(
            "equilibria",
            Iff(
                And((eq(_A * (-c * psi), 0), eq(_B * (c * theta - gamma * psi), 0))),
                And((eq(theta, 0), eq(psi, 0))),
            ),
            "rcf",
            given=("a>0", "b>0", "c!=0"),
            prose="Both rates vanish at (0, 0) alone, whatever the rates and the penalty.",
        ),
        Step(
            "two time scales",
            And((eq(_RE_2, 0), eq(_IM_2**2, _A * _B * c**2))),
            "rcf",
            given=("a>0", "b>0", "no penalty"),
            prose="Still a rotation, only faster or slower.",
        ),
        Step(
            "with a penalty",
            lt(RE, 0),
            "rcf",
            given=("a>0", "b>0", "c!=0", "gamma>0", "eigenvalue"),
            prose="Damped for every pair of rates.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "two time scales stabilise", lt(_RE_2, 0), "two time scales", prose="rates as a cure"
        ),
        FalseVariant(
            "the equilibrium moves",
            Iff(
                And((eq(_A * (-c * psi), 0), eq(_B * (c * theta - gamma * psi), 0))),
                And((eq(theta, gamma), eq(psi, 0))),
            ),
            "equilibria",
            prose="a penalty taken to shift the equilibrium",
        ),
    ),
    references=("Heusel et al. 2017, GANs trained by a two time-scale update rule", MESCHEDER),
)

CLAIMS = (D6, D7, D8, D12)
