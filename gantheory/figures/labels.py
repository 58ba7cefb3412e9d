"""Numbers and notes that the still figure and the animation share, so that they cannot differ.

Words and formulas are in `gantheory.notation`.
"""

import math

from gantheory.notation.texts import text as words
from gantheory.recording import Recording

#: the live numbers, by the names of their formulas
READOUTS = ("V", "C", "JSD", "excess")
#: the roles of the curves, in the order of the legend
CURVES = ("p_data", "p_g", "discriminator", "optimal")

_COUNTERS = ("g_updates", "d_updates")
#: digits after the point of every read-out in nats
DECIMALS = 4


def signed(value: float, decimals: int = DECIMALS) -> str:
    """Write a number with a fixed count of decimals and a true minus sign; never "-0.0000"."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "\N{MINUS SIGN}")


def readouts(recording: Recording, frame: int) -> dict[str, str]:
    """The live numbers of a frame, in nats: V(D,G), C(G), JSD, and the distance to -log 4.

    The last is what C(G) has left to its global minimum -log 4 (Theorem 1 of the paper).
    """
    value, criterion, jsd = (
        float(recording[name][frame]) for name in ("value", "criterion", "jsd")
    )
    numbers = (value, criterion, jsd, criterion + math.log(4.0))
    return dict(zip(READOUTS, map(signed, numbers), strict=True))


def updates(recording: Recording, frame: int, language: str = "en") -> str:
    """Say how far training was at a frame."""
    done = [f"{words(f'common.{name}', language)} {recording[name][frame]:,}" for name in _COUNTERS]
    return "     ".join(done)


def provenance(recording: Recording, settings: bool = True) -> str:
    """Name the run that a picture was drawn from: data, seed, configuration, program.

    Args:
        recording: the run.
        settings: whether to list the plain entries of the configuration; the whole of it is in
            the manifest.
    """
    manifest = recording.manifest
    revision = str(manifest["git"].get("revision") or "")[:7]
    dirty = " (modified)" if manifest["git"].get("dirty") else ""
    parts = [f"run {recording.sha256}", f"seed {manifest['seed']}"]
    plain = [
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in recording.config.items()
        if isinstance(value, str | int | float) and name != "seed"
    ]
    if settings and plain:
        parts.append(", ".join(plain))
    parts.append(f"gantheory {manifest['gantheory_version']}")
    if revision:
        parts.append(f"git {revision}{dirty}")
    return "  ·  ".join(parts)


def accuracy(recording: Recording) -> str:
    """Say how p_g was got and how large the quadrature errors of the read-outs are."""
    worst = max(float(recording[f"{name}_error"].max()) for name in ("value", "criterion", "jsd"))
    # the manifest's text starts with the method's name; its details follow a colon
    method = str(recording.manifest.get("p_g_method", "not stated")).split(":")[0]
    return (
        f"How p_g was computed: {method}. "
        f"V, C and JSD in nats, quadrature error at most {worst:.0e}."
    )
