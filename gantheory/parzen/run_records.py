"""Image runs as rows of a table: what a finished or unfinished run says of itself.

A run is the folder that `run_images` writes, or a `result.json` kept under another name; what
`gantheory quality` said of its samples is `quality.json` in the folder, or `quality-NAME.json`
beside the kept file. The two are only put together where they are of the same parameters.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig, config_of
from gantheory.images.paper_configs import PAPER_CONFIGS, departures


@dataclass(frozen=True)
class Point:
    """A Parzen score on the way.

    Attributes:
        epoch: epochs behind it.
        mean: test log-likelihood, in nats.
        standard_error: over the test images, or folds.
    """

    epoch: int
    mean: float
    standard_error: float


@dataclass(frozen=True)
class FirstStage:
    """The run that the pretrained layers of another are from.

    Attributes:
        experiment: its configuration's name; empty where it is not recorded.
        epochs: epochs that it was trained.
        departures: where its configuration is not the paper's; None where it is not recorded, as
            in results of older versions.
    """

    experiment: str
    epochs: int
    departures: tuple[str, ...] | None


@dataclass(frozen=True)
class RunRecord:
    """One run.

    Attributes:
        name: of the folder or file.
        config: its configuration.
        epochs: epochs that were trained.
        scored_epoch: the epoch whose samples were scored; 0 where the run has not ended.
        score: the final Parzen score, as plain data; None where the run has not ended.
        curve: scores on the way, and the final one.
        quality: what `gantheory quality` found; None where it has not been asked.
        first_stage: the run that its pretrained layers are from; None for none.
    """

    name: str
    config: ImageConfig
    epochs: int
    scored_epoch: int
    score: dict[str, Any] | None
    curve: tuple[Point, ...]
    quality: dict[str, Any] | None
    first_stage: FirstStage | None = None

    @property
    def first_stage_epochs(self) -> int:
        """Epochs of the first stage; 0 where there is none."""
        return self.first_stage.epochs if self.first_stage else 0

    @property
    def first_stage_departs(self) -> tuple[str, ...]:
        """Where its first stage is known not to be the one that the paper's configuration has."""
        paper = PAPER_CONFIGS.get(self.config.experiment)
        if paper is None or not paper.after or self.first_stage is None:
            return ()
        if self.first_stage.experiment != paper.after:
            return (f"experiment {self.first_stage.experiment or 'not recorded'}",)
        return self.first_stage.departures or ()

    @property
    def finished(self) -> bool:
        """Whether it has a final score."""
        return self.score is not None

    @property
    def whole_schedule(self) -> bool:
        """Whether the paper's configuration was trained for all its epochs, or stopped early.

        Where it goes on from a first stage, that must have been the paper's too, and whole.
        """
        paper = PAPER_CONFIGS.get(self.config.experiment)
        if paper is None or departures(self.config) or not self.finished:
            return False
        if paper.after and (
            self.first_stage is None
            or self.first_stage.departures is None
            or self.first_stage_departs
            or self.first_stage_epochs < PAPER_CONFIGS[paper.after].config.epochs
        ):
            return False
        stopped = self.config.stop_after > 0 and self.epochs < self.config.epochs
        return stopped or self.epochs >= paper.config.epochs


def read_run_record(path: str | Path) -> RunRecord:
    """Read a run.

    Args:
        path: its folder, or a kept `result.json`.

    Raises:
        GanTheoryError: where there is no run, or its files are damaged or do not belong together.
    """
    path = Path(path)
    if path.is_dir() and not (path / "result.json").exists():
        return _unfinished(path)
    file = path / "result.json" if path.is_dir() else path
    result = _read(file)
    if result.get("kind") != "image_run":
        raise GanTheoryError(f"{file} is not the result of an image run")
    quality_file = (
        path / "quality.json" if path.is_dir() else path.with_name(f"quality-{path.name}")
    )
    try:
        score = result["parzen"]
        epochs = int(result.get("epochs", len(result["metrics"])))
        scored = int(result.get("scored_epoch", epochs))
        curve = [*_curve(result["metrics"]), _point(scored, score)]
        config = config_of(result["config"])
        quality = _quality(quality_file, result["state_sha256"], config)
        before = _first_stage(result.get("pretrained"))
    except (KeyError, TypeError, ValueError) as error:
        raise GanTheoryError(f"{file} is not a whole result of an image run ({error})") from None
    unique = {point.epoch: point for point in curve}
    ordered = tuple(unique[epoch] for epoch in sorted(unique))
    return RunRecord(path.stem, config, epochs, scored, score, ordered, quality, before)


def kept_runs(folder: Path) -> list[Path]:
    """List the results of image runs that are kept in a folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            kind = json.loads(path.read_text(encoding="utf-8")).get("kind")
        except (ValueError, AttributeError):
            continue
        if kind == "image_run":
            found.append(path)
    return found


def plain_quality(record: RunRecord) -> dict[str, Any] | None:
    """What a quality record says of the class histogram: shares, distances, accuracy."""
    if record.quality is None or record.quality["samples"]["classes"] is None:
        return None
    samples = record.quality["samples"]
    return {
        "accuracy": record.quality["accuracy"],
        "counts": samples["classes"]["counts"],
        **samples["to_data"],
    }


def _unfinished(folder: Path) -> RunRecord:
    from gantheory.images.run import read_metrics

    if not (folder / "config.json").exists():
        raise GanTheoryError(f"{folder} holds no image run; give the --out of one")
    metrics = read_metrics(folder)
    config = config_of(_read(folder / "config.json"))
    try:
        curve = tuple(_curve(metrics))
    except (KeyError, TypeError, ValueError) as error:
        raise GanTheoryError(f"{folder / 'metrics.jsonl'} is damaged ({error})") from None
    return RunRecord(folder.name, config, len(metrics), 0, None, curve, None)


def _first_stage(source: dict[str, Any] | None) -> FirstStage | None:
    """What a result says of its pretrained layers; nothing is supposed of what it does not say."""
    if not source:
        return None
    departs = source.get("departures")
    return FirstStage(
        str(source.get("experiment", "")),
        int(source.get("epoch", 0)),
        None if departs is None else tuple(map(str, departs)),
    )


def _curve(metrics: list[dict[str, Any]]) -> list[Point]:
    return [_point(entry["epoch"], entry["parzen"]) for entry in metrics if "parzen" in entry]


def _point(epoch: int, score: dict[str, Any]) -> Point:
    return Point(int(epoch), float(score["mean"]), float(score["standard_error"]))


def _quality(path: Path, state_sha256: str, config: ImageConfig) -> dict[str, Any] | None:
    if not path.exists():
        return None
    quality = _read(path)
    if quality.get("kind") != "sample_quality" or quality.get("state_sha256") != state_sha256:
        raise GanTheoryError(
            f"{path} is not of the same parameters as the run beside it; run gantheory quality on "
            "the samples.npy in the folder of the run again"
        )
    measured, trained = (
        (quality.get("dataset"), quality.get("scale")),
        (config.dataset, config.scale),
    )
    if measured != trained:
        raise GanTheoryError(
            f"{path} was measured on {measured[0]} in the {measured[1]} scale, the run beside it "
            f"is on {trained[0]} in the {trained[1]} scale; run gantheory quality again"
        )
    return quality


def _read(path: Path) -> dict[str, Any]:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GanTheoryError(f"{path} is damaged ({error})") from None
    if not isinstance(plain, dict):
        raise GanTheoryError(f"{path} is not the record of a run")
    return plain
