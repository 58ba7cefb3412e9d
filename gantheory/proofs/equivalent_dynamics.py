"""Mutants of statements of groups D and S that say something true, each with the reason why."""

#: as in `equivalent_mutants`
DYNAMICS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "D2": {
        "the form is positive for a product of either sign, and without it": (
            ("bounded", "x^2 + y^2 > 0"),
            ("bounded", "x^2 + y^2 + eta*x*y > 0"),
        ),
        "s > 1 makes every power of s larger than 1": (("stretch", "s^3 > 1"),),
        "a weaker bound": (("stretch", "s^2 > -1"),),
    },
    "D3": {
        "another power of eta that falls short of eta^2 for the same eta < 1": (
            ("extragradient works", "1 + eta^5 - eta^2 < 1 ⟺ eta < 1"),
            ("extragradient works", "1 + eta^4 - eta^3 < 1 ⟺ eta < 1"),
            ("extragradient works", "1 + eta^4 - 1/eta^2 < 1 ⟺ eta < 1"),
        ),
        "u and v are between -1 and 1, so a third power is no more than the second": (
            ("optimistic", "u^3 + v^2 < 1"),
            ("optimistic", "u^2 + v^3 < 1"),
        ),
        "a weaker bound": (("optimistic", "u^2 + v^2 < 2"),),
    },
    "D4": {
        "this derivative vanishes at 0 whatever factor changes, and so does the next": (
            ("pull on theta", "d/dtheta[0] = 0 and d/dpsi[-psi*(c + d*psi*theta)] = -c"),
            (
                "pull on theta",
                "d/dtheta[psi*(c + d*psi*theta)] = 0 and d/dpsi[-psi*(c + d*psi*theta)] = -c",
            ),
            (
                "pull on theta",
                "d/dtheta[d/dtheta[-psi*(c + d*psi*theta)]] = 0 and d/dpsi[-psi*(c + d*psi*theta)] = -c",  # noqa: E501
            ),
            (
                "push on psi",
                "d/dtheta[theta*(c + d*psi*theta)] = c and d/dpsi[d/dpsi[theta*(c + d*psi*theta)]] = 0",  # noqa: E501
            ),
        ),
    },
    "D5": {
        "a partial derivative does not see a term of the other variable": (
            ("conserved", "r*theta*d/dpsi[psi^2 + theta^3] - psi*r*d/dtheta[psi^2 + theta^2] = 0"),
            ("conserved", "r*theta*d/dpsi[psi^2 + theta^2] - psi*r*d/dtheta[psi^3 + theta^2] = 0"),
        ),
        "a weaker bound": (
            ("decreases", "(1 - 2*y)·log(y/(1 - y)) ≤ 1"),
            ("no faster", "psi^2*theta^2 ≤ 5*(psi^2 + theta^2)^2/4"),
        ),
    },
    "D6": {"a weaker bound": (("damped", "u < 1"),)},
    "D7": {
        "u and v are between -1 and 1, so a third power is no more than the second": (
            ("inside", "u^3 + v^2 < 1"),
            ("inside", "u^2 + v^3 < 1"),
        ),
        "a weaker bound": (("inside", "u^2 + v^2 < 2"),),
    },
    "D8": {
        "u is 1, and so are its powers": (
            ("simultaneous", "u_2^3 + v_2^2 = 1 + c^2*h^2"),
            ("simultaneous", "u_2^(-2) + v_2^2 = 1 + c^2*h^2"),
        ),
    },
    "D9": {
        "a heavier penalty pushes the same way": (
            ("away", "-psi*d/dpsi[3*gamma*(-1 + psi)^2/2] > 0"),
        ),
    },
    "D10": {"a weaker bound": (("stable", "u < 1"),)},
    "D11": {
        "the derivative does not see a constant": (
            ("friction", "y*(1 - y)*d/dy[q*(2 - y) - q*y] = -q/2"),
            ("friction", "y*(1 - y)*d/dy[q*(-1 - y) - q*y] = -q/2"),
        ),
        "the bound for -m, which is a number as good as m": (
            ("variance", "-m^2 - 2*m*∫[p_data*t] ≤ ∫[t^2*p_data]"),
        ),
        "a weaker bound": (("damped", "u < 1"),),
    },
    "D12": {
        "psi = 0 by the first equation, so signs and the penalty's term do not matter": (
            (
                "equilibria",
                "a*c*psi = 0 and b*(c*theta - gamma*psi) = 0 ⟺ theta = 0 and psi = 0",
            ),
            ("equilibria", "-a*c*psi = 0 and b*c*theta = 0 ⟺ theta = 0 and psi = 0"),
            (
                "equilibria",
                "-a*c*psi = 0 and b*(c*theta + gamma*psi) = 0 ⟺ theta = 0 and psi = 0",
            ),
        ),
        "a weaker bound": (("with a penalty", "u < 1"),),
    },
    "S1": {
        "C and JSD are symmetric": (
            ("jsd", "JSD(p_g, p_data) = log(2)"),
            ("value", "C(p_g, p_data) = 0"),
        ),
    },
}
