"""A recording made from formulas, for tests of pictures: no training, every number known exactly.

The generator is G(z) = mean + width z of a standard normal z, so p_g is N(mean, width); p_data is
N(0, 1) and D* is a logistic function of a quadratic. The discriminator is the D* of an
earlier, displaced generator, moved part of the way to the present D* in the logit. The shipped
pictures never come from this: they come from runs that were trained.
"""

import math

import numpy as np
from scipy.special import expit, ndtr
from scipy.stats import norm

from gantheory.recording import write_recording

PATH = [
    (2.5, 0.5),
    (2.0, 0.6),
    (1.5, 0.7),
    (1.2, 0.75),
    (0.9, 0.8),
    (0.6, 0.9),
    (0.3, 0.95),
    (0.1, 1.0),
]
SETTLING = 12
INNER = 6
#: frames that the rule must choose: the loop of largest gap among those near convergence
SLOW = (1, 4, 5)


def _frame(x, z, mean, width, logit_d):
    """One frame: densities, discriminators, and the integrals by the trapezoidal rule."""
    log_data = norm.logpdf(x)
    log_g = norm.logpdf(x, mean, width)
    p_data, p_g = np.exp(log_data), np.exp(log_g)
    optimal = expit(log_data - log_g)

    def value_of(logit):
        return -p_data * np.logaddexp(0, -logit) - p_g * np.logaddexp(0, logit)

    half = np.logaddexp(log_data, log_g) - math.log(2)
    jsd = 0.5 * (p_data * (log_data - half) + p_g * (log_g - half))
    return {
        "p_g": p_g,
        "discriminator": expit(logit_d),
        "optimal_discriminator": optimal,
        "g_of_z": mean + width * z,
        "value": np.trapezoid(value_of(logit_d), x),
        "criterion": np.trapezoid(value_of(log_data - log_g), x),
        "jsd": np.trapezoid(jsd, x),
        "p_g_mass": np.trapezoid(p_g, x),
        "p_g_outside": ndtr((x[0] - mean) / width) + ndtr((mean - x[-1]) / width),
    }


def write_analytic_recording(directory, slow=SLOW, settle=True):
    """Write the recording; `slow` are the iterations whose inner loop is shown."""
    x = np.linspace(-8.0, 8.0, 801)
    z = np.linspace(-2.0, 2.0, 19)
    path = list(PATH)
    if settle:
        path += [(0.1 * 0.5**step, 1.0) for step in range(1, SETTLING)]
    frames, g_updates, d_updates, phase = [], [], [], []
    logit_d = 0.3 * x

    def record(iteration, updates, kind, mean, width):
        frames.append(_frame(x, z, mean, width, logit_d))
        g_updates.append(iteration)
        d_updates.append(updates)
        phase.append(kind)

    updates = 0
    record(0, 0, 1, *path[0])
    for iteration, (mean, width) in enumerate(path[:-1]):
        target = norm.logpdf(x) - norm.logpdf(x, mean, width)
        for _ in range(INNER):
            logit_d = logit_d + 0.4 * (target - logit_d)
            updates += 1
            if iteration in slow:
                record(iteration, updates, 0, mean, width)
        record(iteration + 1, updates, 1, *path[iteration + 1])
    arrays = {name: np.array([frame[name] for frame in frames]) for name in frames[0]}
    count = len(frames)
    arrays |= {
        "g_updates": np.array(g_updates, dtype=np.int64),
        "d_updates": np.array(d_updates, dtype=np.int64),
        "phase": np.array(phase, dtype=np.int8),
        "x": x,
        "z": z,
        "p_data": norm.pdf(x),
        "n_branches": np.ones(count, dtype=np.int32),
    }
    for name in ("value", "criterion", "jsd", "p_g_mass"):
        arrays[f"{name}_error"] = np.full(count, 1e-6)
    return write_recording(
        directory,
        "mixture_1d",
        {"target": "N(0,1)", "prior": "normal", "k": INNER, "made_by": "formulas of a test"},
        0,
        arrays,
        p_g_method="the normal density, in closed form (a test recording: nothing was trained)",
        quadrature="trapezoidal rule, 801 points on [-8, 8]",
    )
