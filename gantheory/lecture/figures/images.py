"""Figures of the image experiments, from results that come with this repository."""

import numpy as np

from gantheory.lecture.figures.desk import DASHES, DOTS, SMALL, Desk, Drawn
from gantheory.lecture.materials import RESULTS
from gantheory.parzen.published import ADVERSARIAL

_RUN = "mnist-250-seed0"
_ANCHORS = "parzen-anchors-mnist-seed0"
#: of the anchors, those that a lecture shows, and the names of their words
_SHOWN = {
    "k-means centroids": "k_means",
    "training images, blurred 3x3": "blurred",
    "random training images": "real",
    "a tenth as many training images": "tenth",
}


def draw_parzen_anchors(desk: Desk) -> Drawn:
    """Parzen scores of this run and the paper's beside those of samples that no GAN made."""
    theme = desk.theme
    run, anchors = desk.materials.result(_RUN), desk.materials.result(_ANCHORS)["anchors"]
    paper = ADVERSARIAL.mnist
    bars = [
        ("this_run", run["parzen"]["mean"], run["parzen"]["standard_error"], theme.p_g, ""),
        ("paper", float(paper.mean), float(paper.error), theme.discriminator, "//"),
        *(
            (word, anchors[name]["mean"], anchors[name]["standard_error"], theme.faint, "")
            for name, word in _SHOWN.items()
        ),
    ]
    bars.sort(key=lambda bar: bar[1])
    figure = desk.figure(6.6, 3.7)
    ax = figure.add_axes((0.36, 0.17, 0.61, 0.8))
    desk.dress(ax, x="axis.parzen")
    for row, (_, mean, error, color, hatch) in enumerate(bars):
        ax.barh(
            row, mean, xerr=error, height=0.62, color=color, hatch=hatch, ecolor=theme.ink,
            edgecolor=theme.background if hatch else color, capsize=3,
        )  # fmt: skip
        ax.annotate(
            f"{mean:.1f}" if mean != int(mean) else f"{mean:.0f}", (mean + error, row),
            xytext=(6, 0), textcoords="offset points", va="center", fontsize=SMALL,
            color=theme.ink,
        )  # fmt: skip
    ax.set_yticks(range(len(bars)), [desk.say(f"bar.{name}") for name, *_ in bars], color=theme.ink)
    ax.set_xlim(0, 1.15 * bars[-1][1])
    values = {name: f"{mean:.1f}" for name, mean, *_ in bars}
    return Drawn(figure, {**values, "paper": str(paper)})


def draw_mnist_samples(desk: Desk) -> Drawn:
    """The sheet of samples of the MNIST run: drawn at random, not picked."""
    from matplotlib.image import imread

    sheet = imread(RESULTS / f"{_RUN}.png")
    run = desk.materials.result(_RUN)
    figure = desk.figure(5.0, 5.0)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    ax.imshow(sheet[..., :3], interpolation="nearest")
    return Drawn(figure, {"epochs": run["epochs"], "seed": run["seed"]})


def draw_mnist_curve(desk: Desk) -> Drawn:
    """Parzen score against epoch, with its standard error."""
    theme = desk.theme
    run, anchors = desk.materials.result(_RUN), desk.materials.result(_ANCHORS)["anchors"]
    paper, real = ADVERSARIAL.mnist, anchors["random training images"]
    measured = [(one["epoch"], one["parzen"]) for one in run["metrics"] if "parzen" in one]
    epochs = np.array([epoch for epoch, _ in measured] + [run["epochs"]])
    scores = [score for _, score in measured] + [run["parzen"]]
    means = np.array([score["mean"] for score in scores])
    errors = np.array([score["standard_error"] for score in scores])
    figure = desk.figure(6.4, 3.9)
    ax = figure.add_axes((0.12, 0.15, 0.85, 0.81))
    desk.dress(ax, x="axis.epoch", y="axis.parzen")
    ax.errorbar(
        epochs, means, yerr=2 * errors, color=theme.p_g, ecolor=theme.p_g, linewidth=2.2,
        capsize=2.5, elinewidth=1.0, label=desk.say("label.this_run"),
    )  # fmt: skip
    ax.axhline(
        float(paper.mean), color=theme.discriminator, linewidth=1.6, dashes=DASHES,
        label=desk.say("label.paper"),
    )  # fmt: skip
    ax.axhline(
        real["mean"], color=theme.ink, linewidth=1.6, linestyle=DOTS, dash_capstyle="round",
        label=desk.say("label.real"),
    )  # fmt: skip
    ax.set_xlim(0, 1.02 * epochs[-1])
    ax.set_ylim(0, 1.1 * real["mean"])
    desk.legend(ax, loc="lower right")
    values = {
        "first": f"{means[0]:.1f}",
        "first_epoch": int(epochs[0]),
        "last": f"{means[-1]:.1f}",
        "error": f"{errors[-1]:.1f}",
        "epochs": run["epochs"],
        "paper": str(paper),
        "real": f"{real['mean']:.1f}",
    }
    return Drawn(figure, values)
