"""Mutants in groups A, F, G, J, T that say something true, each with the reason why it does."""

# ruff: noqa: E501

#: claim -> reason -> mutated conclusions, as in `equivalent_mutants`
FOUNDATIONS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "A5": {
        "C is symmetric, so V of the exchanged pair has the same bound": (
            ("bound", "V(p_g, p_data; D) ≤ V(p_data, p_g; p_data)"),
        ),
    },
    "A6": {
        "a constant has the derivative 0": (
            (
                "curvature",
                "t*d/dt[a*(2 - t/(1 + t)) - b*t/(1 + t)] = t*(1 - t/(1 + t))*(-a - b)/(1 + t)",
            ),
            (
                "curvature",
                "t*d/dt[a*(-1 - t/(1 + t)) - b*t/(1 + t)] = t*(1 - t/(1 + t))*(-a - b)/(1 + t)",
            ),
        ),
    },
    "F3": {
        "C, JSD and TV are symmetric": (
            (
                "entropy",
                "C(2*q_0, 2*q_1) = 2*∫[q_0·log(q_0/(q_0 + q_1))] + 2*∫[q_1·log(q_1/(q_0 + q_1))]",
            ),
            (
                "information",
                "JSD(2*q_0, 2*q_1) = ∫[q_0·log(q_0/(q_0/2 + q_1/2))] + ∫[q_1·log(q_1/(q_0/2 + q_1/2))]",
            ),
        ),
    },
    "F6": {
        "where p_data = 0 its share counts nothing": (
            ("outside p_data", "(beta*p_g + (2 - alpha)*p_data)/(p_data + p_g) = beta"),
            ("outside p_data", "(beta*p_g + (-1 - alpha)*p_data)/(p_data + p_g) = beta"),
            ("outside p_data", "(beta*p_g + p_data)/(p_data + p_g) = beta"),
            ("outside p_data", "(beta*p_g + (1 + alpha)*p_data)/(p_data + p_g) = beta"),
        ),
    },
    "F7": {
        "a weaker bound": (
            ("bound", "-∫[(1 - r)*p_g + p_data*r]/2 ≤ 1/2 + TV(p_data, p_g)/2"),
            ("bound", "∫[(-1 - r)*p_g + p_data*r]/2 ≤ 1/2 + TV(p_data, p_g)/2"),
            ("bound", "∫[(1 - r)*p_g + p_data*r]/2 ≤ 1/2 + 3*TV(p_data, p_g)/2"),
            ("certain", "1/2 - TV(p_data, p_g)/2 ≤ 1"),
        ),
        "a test against one law alone is right half of the time": (
            ("bound", "∫[(1 - r)*p_data + p_data*r]/2 ≤ 1/2 + TV(p_data, p_g)/2"),
            ("bound", "∫[(1 - r)*p_g + p_g*r]/2 ≤ 1/2 + TV(p_data, p_g)/2"),
        ),
        "C, JSD and TV are symmetric": (
            ("bound", "∫[(1 - r)*p_g + p_data*r]/2 ≤ 1/2 + TV(p_g, p_data)/2"),
            ("attained", "∫[(1 - r)*p_g + p_data*r]/2 = 1/2 + TV(p_g, p_data)/2"),
            ("certain", "1/2 + TV(p_g, p_data)/2 ≤ 1"),
        ),
    },
    "G1": {
        "a weaker bound": (
            ("KL", "-w + u*(-1 + log(w)) ≤ u·log(u)"),
            ("reverse KL", "-1 - u*w + log(w) ≤ -log(u)"),
            ("total variation", "-t + t*u ≤ 3*|-1 + u|/2"),
        ),
        "the same bound at -v": (("Hellinger", "t*v^2 - t/(1 - t) ≤ (1 + v)^2"),),
    },
    "G2": {
        "a weaker bound": (
            ("Young", "u·log(t) + log(1 - t) ≤ u·log(u)"),
            ("Young", "u·log(t) + log(1 - t) ≤ u·log(u) + (1 + u)·log(1 + u)"),
            ("Young", "u·log(t) + log(1 - t) ≤ u·log(u) - (-1 + u)·log(1 + u)"),
        ),
        "C, JSD and TV are symmetric": (
            (
                "criterion",
                "∫[(-(1 + p_data/p_g)·log(1 + p_data/p_g) + p_data·log(p_data/p_g)/p_g)*p_g] = C(p_g, p_data)",
            ),
        ),
    },
    "G3": {
        "the cube of a number vanishes with its square": (
            (
                "unique",
                "(-(a*p_g + b*p_data)/(p_data + p_g) + D)^3*(p_data + p_g) = 0 ⟺ D = (a*p_g + b*p_data)/(p_data + p_g)",
            ),
        ),
    },
    "G6": {
        "a weaker bound": (
            (
                "KL above",
                "∫[p_data*e] + KL(p_data, (2 + e)*p_data) ≤ ∫[e^2*p_data]/2 + 3*∫[e^2*|e|*p_data]",
            ),
            (
                "KL above",
                "∫[p_data*e] + KL(p_data, (1 + e)*p_data) ≤ 3*∫[e^2*|e|*p_data] + 3*∫[e^2*p_data]/2",
            ),
            (
                "KL below",
                "-3*∫[e^2*|e|*p_data] - ∫[e^2*p_data]/2 ≤ ∫[p_data*e] + KL(p_data, (1 + e)*p_data)",
            ),
            (
                "KL below",
                "∫[e^3*p_data]/2 - 3*∫[e^2*|e|*p_data] ≤ ∫[p_data*e] + KL(p_data, (1 + e)*p_data)",
            ),
            (
                "reverse above",
                "-∫[p_data*e] + KL((1 + e)*p_data, p_data) ≤ 3*∫[e^2*p_data]/2 + ∫[e^2*|e|*p_data]",
            ),
            (
                "reverse below",
                "-∫[e^2*|e|*p_data] - ∫[e^2*p_data]/2 ≤ -∫[p_data*e] + KL((1 + e)*p_data, p_data)",
            ),
            (
                "reverse below",
                "∫[e^3*p_data]/2 - ∫[e^2*|e|*p_data] ≤ -∫[p_data*e] + KL((1 + e)*p_data, p_data)",
            ),
            (
                "reverse below",
                "∫[e^2*p_data]/2 - ∫[e^2*|e|*p_data] ≤ -∫[p_data*e] + KL((2 + e)*p_data, p_data)",
            ),
        ),
    },
    "J3": {
        "it is the same on both sides": (
            ("symmetric", "JSD(p_g, p_data) = JSD(p_g, p_data)"),
            ("symmetric", "JSD(p_data, p_g) = JSD(p_data, p_g)"),
        ),
        "C, JSD and TV are symmetric": (
            ("triangle", "JSD(p_g, p_data) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(q, p_g)"),
            ("triangle", "JSD(p_data, p_g) ≤ (1 + t)*JSD(q, p_data) + (1 + 1/t)*JSD(q, p_g)"),
            ("triangle", "JSD(p_data, p_g) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(p_g, q)"),
        ),
        "JSD of a density and itself is 0": (
            ("triangle", "JSD(p_g, p_g) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(q, p_g)"),
            ("triangle", "JSD(p_data, p_data) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(q, p_g)"),
        ),
        "one of the two parts of the detour alone": (
            ("triangle", "JSD(q, p_g) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(q, p_g)"),
            ("triangle", "JSD(p_data, q) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(q, p_g)"),
        ),
        "the left side itself, times more than 1, is on the right": (
            ("triangle", "JSD(p_data, p_g) ≤ (1 + t)*JSD(p_data, p_g) + (1 + 1/t)*JSD(q, p_g)"),
            ("triangle", "JSD(p_data, p_g) ≤ (1 + t)*JSD(p_data, q) + (1 + 1/t)*JSD(p_data, p_g)"),
        ),
    },
    "J4": {
        "C, JSD and TV are symmetric": (
            ("upper", "JSD(p_g, p_data) ≤ TV(p_data, p_g)·log(2)"),
            ("upper", "JSD(p_data, p_g) ≤ TV(p_g, p_data)·log(2)"),
            ("tangents", "-s^2/2 + s*TV(p_g, p_data) ≤ JSD(p_data, p_g)"),
            ("tangents", "-s^2/2 + s*TV(p_data, p_g) ≤ JSD(p_g, p_data)"),
        ),
        "JSD of a density and itself is 0": (
            ("upper", "JSD(p_g, p_g) ≤ TV(p_data, p_g)·log(2)"),
            ("upper", "JSD(p_data, p_data) ≤ TV(p_data, p_g)·log(2)"),
        ),
        "a weaker bound": (("square", "-alpha^2/2 ≤ beta"),),
    },
    "J5": {
        "the left side is smaller still, or at most 0 as log(PQ) <= 2 log((P + Q)/2)": (
            (
                "tangent",
                "p_g*k·log(P/(P/2 + Q/2))/2 + p_g*k·log(Q/(P/2 + Q/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
            (
                "tangent",
                "p_data*k·log(P/(Q/2 + 3*P/2))/2 + p_g*k·log(Q/(P/2 + Q/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
            (
                "tangent",
                "p_data*k·log(P/(P/2 + 3*Q/2))/2 + p_g*k·log(Q/(P/2 + Q/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
            (
                "tangent",
                "p_data*k·log(P/(P/2 + Q/2))/2 + p_data*k·log(Q/(P/2 + Q/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
            (
                "tangent",
                "p_data*k·log(P/(P/2 + Q/2))/2 + p_g*k·log(Q/(Q/2 + 3*P/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
            (
                "tangent",
                "p_data*k·log(P/(P/2 + Q/2))/2 + p_g*k·log(Q/(P/2 + 3*Q/2))/2 ≤ p_data*k·log(p_data/(p_data/2 + p_g/2))/2 + p_g*k·log(p_g/(p_data/2 + p_g/2))/2",
            ),
        ),
        "C, JSD and TV are symmetric": (
            (
                "two letters",
                "P·log(P/(P/2 + Q/2))/2 + Q·log(Q/(P/2 + Q/2))/2 + (1 - P)·log((1 - P)/(1 - P/2 - Q/2))/2 + (1 - Q)·log((1 - Q)/(1 - P/2 - Q/2))/2 ≤ JSD(p_g, p_data)",
            ),
        ),
    },
    "J6": {
        "C, JSD and TV are symmetric": (
            ("above", "JSD((1 + e)*p_data, p_data) ≤ ∫[e^2*|e|*p_data]/3 + ∫[e^2*p_data]/8"),
            ("below", "-∫[e^2*|e|*p_data]/3 + ∫[e^2*p_data]/8 ≤ JSD((1 + e)*p_data, p_data)"),
        ),
        "a weaker bound": (
            ("above", "JSD(p_data, (1 + e)*p_data) ≤ ∫[e^2*p_data]/8 + 4*∫[e^2*|e|*p_data]/3"),
            ("above", "JSD(p_data, (1 + e)*p_data) ≤ ∫[e^2*|e|*p_data]/3 + 9*∫[e^2*p_data]/8"),
            ("below", "-∫[e^2*|e|*p_data]/3 - ∫[e^2*p_data]/8 ≤ JSD(p_data, (1 + e)*p_data)"),
            ("below", "-∫[e^2*|e|*p_data]/3 + ∫[e^3*p_data]/8 ≤ JSD(p_data, (1 + e)*p_data)"),
        ),
        "between p and at least 1.5 p the JSD exceeds the bound, which is at most 1/32 of p": (
            ("below", "-∫[e^2*|e|*p_data]/3 + ∫[e^2*p_data]/8 ≤ JSD(p_data, (2 + e)*p_data)"),
        ),
    },
    "T6": {
        "C, JSD and TV are symmetric": (
            (
                "criterion",
                "C(p_g*j, p_data*j) = ∫[(p_data·log(D*(p_data, p_g)) + p_g·log(1 - D*(p_data, p_g)))*j]",
            ),
        ),
    },
}
