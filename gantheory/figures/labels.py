"""Words and numbers that the still figure and the animation share, so that they cannot differ.

Texts are plain, with mathematics written as a reader would type it (`SYMBOLS`); each kind of
picture sets those symbols in its own way, through `with_symbols`.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from gantheory.recording import Recording


@dataclass(frozen=True)
class Symbol:
    """A piece of mathematics in the forms that pictures need.

    Attributes:
        mathtext: for matplotlib, between dollar signs there.
        typst: for Typst, between dollar signs there.
        role: the colour of a `Theme` that it is drawn in.
    """

    mathtext: str
    typst: str
    role: str = "ink"


#: as written in the texts of this module -> how it is set; longer forms come first
SYMBOLS = {
    "p_data(x)/(p_data(x) + p_g(x))": Symbol(
        r"p_{\mathrm{data}}(x)/(p_{\mathrm{data}}(x) + p_g(x))",
        'p_"data" (x) \\/ (p_"data" (x) + p_g (x))',
        "optimal",
    ),
    "D(x) = 1/2": Symbol("D(x) = ½", "D(x) = 1\\/2", "discriminator"),
    "V(D,G)": Symbol("V(D,G)", "V(D, G)"),
    "C(G)": Symbol("C(G)", "C(G)"),
    "G(z)": Symbol("G(z)", "G(z)", "p_g"),
    "D*(x)": Symbol("D^*(x)", "D^*(x)", "optimal"),
    "p_data": Symbol(r"p_{\mathrm{data}}", 'p_"data"', "p_data"),
    "p_g": Symbol("p_g", "p_g", "p_g"),
    "D*": Symbol("D^*", "D^*", "optimal"),
    "D": Symbol("D", "D", "discriminator"),
    "G": Symbol("G", "G", "p_g"),
}
_SYMBOL = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, SYMBOLS)) + r")(?![\w*])")

#: headings of the still figure's panels
HEADINGS = {
    "a": "near convergence",
    "b": "inner loop: D → D*",
    "c": "after an update of G",
    "d": "p_g = p_data, D(x) = 1/2",
}

#: the paper's reading of each panel, shown while the picture is held there
CAPTIONS = {
    "a": "An adversarial pair near convergence: p_g is similar to p_data, D is partly accurate.",
    "b": "The inner loop trains D to tell samples from data: D → D*(x) = "
    "p_data(x)/(p_data(x) + p_g(x)).",
    "c": "After an update of G: D has guided G(z) to where D takes it for data more readily.",
    "d": "At p_g = p_data neither can improve: D cannot tell them apart, D(x) = 1/2.",
}
#: shown on the way there, where that differs
ON_THE_WAY = {
    "a": "Training from the start: D and G are updated in turn.",
    "d": "Training goes on: p_g moves to p_data, and D* to 1/2.",
}

#: names of the live numbers
READOUTS = ("V(D,G)", "C(G)", "JSD", "C(G) + log 4")

#: the legend, in the order drawn
LEGEND = {
    "p_data": "p_data, the data",
    "p_g": "p_g, samples of G",
    "discriminator": "D, the discriminator",
    "optimal": "D*, the best D for this G",
}

_COUNTERS = {"G": "g_updates", "D": "d_updates"}
#: digits after the point of every read-out in nats
DECIMALS = 4


def with_symbols(text: str, setting: Callable[[Symbol], str], plain: Callable[[str], str]) -> str:
    """Set the symbols of a text, and the words between them, in a picture's own way.

    Args:
        text: words with symbols of `SYMBOLS`.
        setting: writes a symbol.
        plain: writes the words between symbols.
    """
    pieces, end = [], 0
    for match in _SYMBOL.finditer(text):
        pieces += [plain(text[end : match.start()]), setting(SYMBOLS[match.group()])]
        end = match.end()
    return "".join([*pieces, plain(text[end:])])


def mathtext(text: str) -> str:
    """Set a text for matplotlib."""
    return with_symbols(
        text, lambda symbol: f"${symbol.mathtext}$", lambda words: words.replace("$", r"\$")
    )


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


def updates(recording: Recording, frame: int) -> str:
    """Say how far training was at a frame."""
    done = [f"{net} updates: {recording[name][frame]:,}" for net, name in _COUNTERS.items()]
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
