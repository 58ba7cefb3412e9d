"""What the scripts of the image experiments do: load, train, score, say where the result is."""

from pathlib import Path
from typing import Any

from gantheory.datasets import Images, ImageSet
from gantheory.images.config import ImageConfig


def run_experiment(
    config: ImageConfig,
    out: Path | None = None,
    data_dir: Path | None = None,
    resume: bool = False,
    pretrained: Path | None = None,
) -> int:
    """Run an image experiment and print its score.

    Args:
        config: the experiment.
        out: folder of the run; `runs/EXPERIMENT` where none is named.
        data_dir: folder of the image sets.
        resume: go on from the last checkpoint in `out`.
        pretrained: folder of the first stage of an experiment that has two.

    Returns:
        0.

    Raises:
        GanTheoryError: see `run_images` and `load_images`.
    """
    from gantheory.datasets import image_set_named, load_images

    config.check()
    out = out or Path("runs") / config.experiment
    image_set = image_set_named(config.dataset)
    images = load_images(image_set, data_dir)

    from gantheory.images.run import run_images  # JAX: not before the input is known to be good

    result = run_images(config, image_set, images, out, resume, pretrained)
    parzen = result["parzen"]
    epochs = f"{result['epochs']} epochs"
    if result["scored_epoch"] != result["epochs"]:
        epochs += f", stopped early, epoch {result['scored_epoch']} scored"
    folds = f" over {len(parzen['folds'])} folds" if "folds" in parzen else ""
    print(
        f"{image_set.title}, {epochs}, {parzen['n_samples']} samples: Parzen "
        f"log-likelihood {parzen['mean']:.2f} +- {parzen['standard_error']:.2f} nats{folds} "
        f"(sigma {parzen['sigma']:.4f} from validation)"
    )
    if parzen["at_edge"]:
        print("warning: sigma is at the edge of its grid; the score is not to be trusted")
    print(f"written: {out / 'result.json'}")
    print()
    print("\n".join(_beside(image_set, images, config, parzen)))
    return 0


def _beside(
    image_set: ImageSet, images: Images, config: ImageConfig, parzen: dict[str, Any]
) -> list[str]:
    """The anchors that the score is to be read by, or how to measure them."""
    from gantheory.parzen.anchor_table import anchor_lines, known_anchors

    count = parzen["n_samples"]
    record = known_anchors(image_set, images, count, config.scale)
    if record is not None:
        return anchor_lines(record, parzen["mean"])
    return [
        f"no anchors are known for {count} samples of {image_set.title}; to measure them: "
        f"gantheory parzen SAMPLES.npy --dataset {image_set.name} --scale {config.scale} --anchors"
    ]
