"""The numbers in the slides' texts: from committed results, configurations, or the paper's tables.

None is typed into a text; each has one place here where it is read.
"""

import math
from typing import TYPE_CHECKING

from gantheory import __version__
from gantheory.lecture.slides.content import source
from gantheory.parzen.published import ADVERSARIAL, TABLE1

if TYPE_CHECKING:
    from gantheory.images.config import ImageConfig
    from gantheory.lecture.context import Context

#: the committed results that the slides quote
RUN, ANCHORS = "mnist-250-seed0", "parzen-anchors-mnist-seed0"
#: what the texts call the models of Table 1
_MODELS = {
    "dbn": "DBN", "cae": "Stacked CAE", "gsn": "Deep GSN", "gan": "Adversarial nets",
}  # fmt: skip


def values_for(context: "Context") -> dict[str, str]:
    """All values that a text of the slides may name.

    Raises:
        GanTheoryError: if results are missing.
    """
    names = {f"ref_{key}": text for key, text in source("references")["names"].items()}
    constants = {"version": __version__, "minus_log_4": signed(-math.log(4.0), 4)}
    return constants | _table1() | names | _measured(context) | _configured()


def _table1() -> dict[str, str]:
    """Table 1 of the paper: "gan_tfd" and the like -> the number as printed."""
    return {
        f"{short}_{column}": unbroken(str(getattr(TABLE1[model], column)))
        for short, model in _MODELS.items()
        for column in ("mnist", "tfd")
    }


def scores(context: "Context") -> dict[str, tuple[float, str, str]]:
    """Parzen scores on MNIST under one protocol: nats, as written, and the colour of the bar.

    Raises:
        GanTheoryError: if results are missing.
    """
    anchors = context.materials.result(ANCHORS)["anchors"]
    run = context.materials.result(RUN)["parzen"]
    found = {
        name: (anchors[key]["mean"], _score(anchors[key]), "faint")
        for name, key in (
            ("centroids", "k-means centroids"),
            ("blurred", "training images, blurred 3x3"),
            ("real", "random training images"),
            ("missing", "training images without the last class"),
        )
    }
    return found | {
        "paper": (float(ADVERSARIAL.mnist.mean), unbroken(str(ADVERSARIAL.mnist)), "discriminator"),
        "ours": (run["mean"], _score(run), "p_g"),
    }


def _score(one: dict[str, float]) -> str:
    return unbroken(f"{one['mean']:.1f} ± {one['standard_error']:.1f}")


def _measured(context: "Context") -> dict[str, str]:
    """What was measured: our run under the paper's protocol, and the anchors beside it."""
    run = context.materials.result(RUN)
    written = {f"{name}_score": text for name, (_, text, _) in scores(context).items()}
    return written | {
        "our_epochs": str(run["epochs"]),
        "samples": f"{run['parzen']['n_samples']:,}",
    }


def _configured() -> dict[str, str]:
    """What the released configurations say."""
    from gantheory.images.paper_configs import PAPER_CONFIGS

    found: dict[str, str] = {}
    for name, short, pixels in (
        ("mnist", "mnist", 28 * 28),
        ("tfd_pretrain", "tfd", 48 * 48),
        ("cifar10_fully_connected", "cifar", 3 * 32 * 32),
    ):
        config = PAPER_CONFIGS[name].config
        found |= {
            f"g_{short}": " – ".join(map(str, (config.noise, *config.generator_hidden, pixels))),
            f"d_{short}": _maxout(config),
            f"batch_{short}": str(config.batch),
            f"rate_{short}": f"{config.learning_rate:g}",
        }
    mnist = PAPER_CONFIGS["mnist"].config
    return found | {
        "momentum_first": f"{mnist.momentum:g}",
        "momentum_last": f"{mnist.final_momentum:g}",
    }


def _maxout(config: "ImageConfig") -> str:
    """The layers of a discriminator: units times pieces, and one sigmoid at the end."""
    hidden = (f"{units}×{config.discriminator_pieces}" for units in config.discriminator_hidden)
    return " – ".join((*hidden, "1"))


def unbroken(score: str) -> str:
    """A score and its error, between which no line breaks."""
    return score.replace(" ", "\u00a0")


def signed(number: float, digits: int) -> str:
    """A number with a minus sign as it is printed."""
    return f"{number:.{digits}f}".replace("-", "−")
