"""Mutants in groups P and H that say something true, each with the reason why it does."""

# ruff: noqa: E501

#: claim -> reason -> mutated conclusions, as in `equivalent_mutants`
CONVERGENCE: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "P5": {
        "C and JSD are symmetric": (
            (
                "strict",
                "C(lambda*g_1 + (1 - lambda)*g_0, p_data) = lambda*C(p_data, g_1) + (1 - lambda)*C(p_data, g_0) ⟺ g_0 = g_1 for almost every x with p_data > 0",
            ),
            (
                "strict",
                "C(p_data, lambda*g_1 + (1 - lambda)*g_0) = lambda*C(g_1, p_data) + (1 - lambda)*C(p_data, g_0) ⟺ g_0 = g_1 for almost every x with p_data > 0",
            ),
            (
                "strict",
                "C(p_data, lambda*g_1 + (1 - lambda)*g_0) = lambda*C(p_data, g_1) + (1 - lambda)*C(g_0, p_data) ⟺ g_0 = g_1 for almost every x with p_data > 0",
            ),
        ),
        "where p_data vanishes the logarithm is 0, and so are all its derivatives": (
            (
                "linear",
                "d/dtheta[(h*theta + p_data)·log((h*theta + p_g)/(h*theta + p_data + p_g))] = 0",
            ),
            (
                "linear",
                "d/dtheta[d/dtheta[(h*theta + p_g)·log((h*theta + p_g)/(h*theta + p_data + p_g))]] = 0",
            ),
        ),
    },
    "P7": {
        "p/(p + g) is 1/2, or at most 1, and eta at most 1": (
            ("curvature", "1/(2*p_g) < 1/(eta*p_g)"),
            ("curvature", "p_data/((p_data + p_g)*p_g) < 1/p_g"),
        ),
        "C and JSD are symmetric": (
            ("monotone", "eta*C(q, p_data) ≤ eta*C(p_data, p_g)"),
            ("monotone", "eta*C(p_data, q) ≤ eta*C(p_g, p_data)"),
            ("descent", "eta*(C(q, p_data) + log(4)) + KL(p_data, q) ≤ KL(p_data, p_g)"),
            (
                "smooth",
                "C(q, p_data) ≤ -∫[p_g·log(1 - D*(p_data, p_g))] + C(p_data, p_g) + ∫[q·log(1 - D*(p_data, p_g))] + KL(q, p_g)",
            ),
            (
                "smooth",
                "C(p_data, q) ≤ -∫[p_g·log(1 - D*(p_data, p_g))] + C(p_g, p_data) + ∫[q·log(1 - D*(p_data, p_g))] + KL(q, p_g)",
            ),
        ),
        "a weaker bound: the first logarithm is below the one there": (
            (
                "smooth",
                "C(p_data, q) ≤ -∫[p_g·log(1 - D*(p_data, p_g))] + C(p_data, p_g) + ∫[q·log(2 - D*(p_data, p_g))] + KL(q, p_g)",
            ),
            (
                "smooth",
                "C(p_data, q) ≤ -∫[p_g·log(1 - D*(p_data, p_g))] + C(p_data, p_g) + ∫[q·log(1)] + KL(q, p_g)",
            ),
            (
                "smooth",
                "C(p_data, q) ≤ -∫[p_g·log(1 - D*(p_data, p_g))] + C(p_data, p_g) + ∫[q·log(1 + D*(p_data, p_g))] + KL(q, p_g)",
            ),
        ),
    },
    "P8": {
        "p_data = p_g here": (
            ("rate", "d/dp_g[-eta·log(p_g/(p_data + p_g)) + log(p_g)]*p_data = 1 - eta/2"),
            ("quadratic", "d/dp_g[1 - eta*p_data/(p_data + p_g)]*p_data = eta/4"),
        ),
        "a constant has the derivative 0": (
            ("quadratic", "d/dp_g[2 - eta*p_data/(p_data + p_g)]*p_g = eta/4"),
            ("quadratic", "d/dp_g[-1 - eta*p_data/(p_data + p_g)]*p_g = eta/4"),
        ),
    },
    "P9": {
        "a weaker bound": (("not Lipschitz", "-log(g/(2*(p + g/2))) + log(g/(g + p)) > -L*g/2"),),
    },
    "P10": {
        "p_g vanishes there, so the mass lost is 0: a weaker bound": (
            ("gap", "-log(4) + ∫[p_g*i]·log(2) ≤ C(p_data, p_g)"),
        ),
        "the hypothesis itself": (("kept", "p_g*i = 0"),),
        "C and JSD are symmetric": (("gap", "-log(4) + ∫[p_data*i]·log(2) ≤ C(p_g, p_data)"),),
    },
    "P11": {
        "C and JSD are symmetric": (("flat", "C(p_g, p_data) = 0"),),
    },
    "P12": {
        "at D = 1/2 real and generated count alike": (
            ("flat", "V(p_g, p_data; 1/2) = -log(4)"),
            ("saddle", "V(p_data, p_data; D) ≤ V(p_g, p_data; 1/2)"),
        ),
    },
    "H3": {
        "what does not move with theta has no derivative": (
            ("frozen", "d/dtheta[-h*theta·log(D*(p_data, p_g))] = -h·log(D*(p_data, p_g))"),
            ("frozen", "d/dtheta[(-h*theta + p_g)·log(D*(p_data, p_g))] = -h·log(D*(p_data, p_g))"),
            (
                "frozen",
                "d/dtheta[(-p_data - h*theta)·log(D*(p_data, p_g))] = -h·log(D*(p_data, p_g))",
            ),
        ),
        "a weaker bound: a positive term less on the left, or more on the right": (
            (
                "subgradient",
                "2*KL(p_data/2 + p_g/2, p_data) + ∫[p_g·log(D*(p_data, p_g))] ≤ 2*KL(p_data/2 + q/2, p_data)",
            ),
            (
                "subgradient",
                "-∫[q·log(D*(p_data, p_g))] + 2*KL(p_data/2 + p_g/2, p_data) + ∫[p_g·log(D*(p_data, p_g))] ≤ 2*KL(q/2 + 3*p_data/2, p_data)",
            ),
        ),
    },
    "H4": {
        "C and JSD are symmetric": (
            ("identity", "-2*JSD(p_g, p_data) + KL(p_g, p_data) = 2*KL(p_data/2 + p_g/2, p_data)"),
            ("nonnegative", "0 ≤ -2*JSD(p_g, p_data) + KL(p_g, p_data)"),
            (
                "zero",
                "-2*JSD(p_g, p_data) + KL(p_g, p_data) = 0 ⟺ p_g = p_data for almost every x with p_data + p_g > 0",
            ),
        ),
        "JSD of a density and itself is 0, and KL alone is 0 for equal densities only": (
            (
                "zero",
                "-2*JSD(p_g, p_g) + KL(p_g, p_data) = 0 ⟺ p_g = p_data for almost every x with p_data + p_g > 0",
            ),
            (
                "zero",
                "-2*JSD(p_data, p_data) + KL(p_g, p_data) = 0 ⟺ p_g = p_data for almost every x with p_data + p_g > 0",
            ),
        ),
        "p_data is positive everywhere": (
            (
                "zero",
                "-2*JSD(p_data, p_g) + KL(p_g, p_data) = 0 ⟺ p_g = p_data for almost every x with 2*p_data > 0",
            ),
        ),
    },
    "H5": {
        "q = p_g here": (("standing still", "eta·log(D*(p_data, q)) = log(Z)"),),
        "p_data = p_g here": (
            ("rate", "d/dp_g[eta·log(p_data/(p_data + p_g)) + log(p_g)]*p_data = 1 - eta/2"),
        ),
    },
    "H6": {
        "what does not move with theta has no derivative": (
            ("frozen", "d/dtheta[-h*theta*p_data/p_g] = -h*p_data/p_g"),
            ("frozen", "d/dtheta[(-h*theta + p_g)*p_data/p_g] = -h*p_data/p_g"),
            ("frozen", "d/dtheta[(-p_data - h*theta)*p_data/p_g] = -h*p_data/p_g"),
        ),
    },
    "H7": {
        "a weaker bound: the loss is smaller than this": (
            ("bound", "log(1 - M) ≤ ∫[p_g·log(2 - D)]"),
            ("bound", "log(1 - M) ≤ ∫[p_g·log(1)]"),
            ("bound", "log(1 - M) ≤ ∫[p_g·log(1 + D)]"),
        ),
        "a weaker bound on the gain": (
            ("gain", "-log(1 - v) + log(2 - u) ≥ (v - u)/(1 - u)"),
            ("gain", "-log(1 - v) + log(1 - u) ≥ (v - u)/(2 - u)"),
        ),
    },
    "H8": {
        "C is symmetric": (
            (
                "one step",
                "eta*C(p_g, p_data) + (1 - eta)*V(p_data, p_g; D) ≤ V(p_data, p_g; D_1)",
            ),
        ),
        "V is not positive: more of it is less": (
            ("one step", "eta*C(p_data, p_g) + V(p_data, p_g; D) ≤ V(p_data, p_g; D_1)"),
            ("one step", "eta*C(p_data, p_g) + (1 + eta)*V(p_data, p_g; D) ≤ V(p_data, p_g; D_1)"),
        ),
    },
    "H10": {
        "A4: no D beats D*, and C is symmetric": (
            ("bound", "V(n, p_data; f/(f + n)) ≤ C(p_data, n)"),
            ("bound", "V(p_data, n; 1/2) ≤ C(p_data, n)"),
            ("bound", "V(p_data, n; n/(f + n)) ≤ C(p_data, n)"),
            ("bound", "V(p_data, n; f/(f + n)) ≤ C(n, p_data)"),
            (
                "unique",
                "V(p_data, n; f/(f + n)) = C(n, p_data) ⟺ f = p_data for almost every x with n > 0",
            ),
        ),
    },
    "H11": {
        "n = p_g here": (
            ("half", "p_data/n - (n + p_data)/(n + p_g) = -1/2 + p_data/(2*p_g)"),
            ("half", "p_data/p_g - (n + p_data)/(2*p_g) = -1/2 + p_data/(2*p_g)"),
            ("half", "p_data/p_g - (n + p_data)/(2*n) = -1/2 + p_data/(2*p_g)"),
            ("half", "p_data/p_g - (p_data + p_g)/(n + p_g) = -1/2 + p_data/(2*p_g)"),
            ("half", "p_data/p_g - (n + p_data)/(n + p_g) = -1/2 + p_data/(2*n)"),
        ),
    },
}
