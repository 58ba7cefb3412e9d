"""A walk through z in straight lines: what G makes of it, and what D says of each image.

As the paper's figure 3, recorded from a checkpoint. Beside the course of D(G(z)) stand the ranges
of what D says of test images and of fresh samples, without which a number says little.
"""

from typing import Any

import numpy as np
from manim import Group, Line

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.curves import Curve, Dots
from gantheory.animation.pixels import Grey, PixelCamera
from gantheory.animation.plotting import axes_lines
from gantheory.animation.runs import walk_run
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.source import require_kind
from gantheory.animation.stage import BOTTOM, DASHED, DOTTED, LEFT, RIGHT, SOLID, Picture, Stage
from gantheory.animation.text import Readout
from gantheory.animation.timeline import Segment, Timeline
from gantheory.audit.report import require_audited
from gantheory.datasets import image_set_named
from gantheory.figures.labels import signed
from gantheory.line.divergences import sigmoid
from gantheory.recording import Recording

#: the large image: its middle and its height
_BIG, _BIG_HEIGHT = (-4.35, 0.55), 3.9
#: the drawn images in a row, and the line over them on which the walk goes on
_ROW, _ROW_HEIGHT, _TRACK, _ENDS = -2.72, 1.0, -2.02, 6.2
#: the ranges of D: their abscissae, and which share of all lies below their ends and middle
_RANGES = {"real": 4.75, "samples": 6.1}
_SHARES = (0.1, 0.5, 0.9)
#: seconds for all of the walk
_WALK = 9.6


def opinions(recording: Recording) -> dict[str, Array]:
    """What D says, from the recorded logits: of the walk, of test images, of samples."""
    names = {"walk": "output", "real": "output_at_real", "samples": "output_at_samples"}
    return {key: sigmoid(recording[name].astype(np.float64)) for key, name in names.items()}


class MnistInterpolationPicture(Picture):
    """The image of the moment, D's opinion over the walk, and the images that the walk passes.

    Attributes:
        opinions: what D says (see `opinions`).
        axes: the map of D's opinion over the walk.
        track: the map of the walk onto the line over the drawn images.
        image: G(z), large.
        row: the drawn images.
        course: D(G(z)) as far as the walk has come; `now` is its end, `here` that on the track.
        ranges: of D on test images and on samples.
    """

    def __init__(self, stage: Stage, recording: Recording) -> None:
        super().__init__(stage)
        self.fixed, self.moving = Group(), Group()  # images are not vector graphics
        self._recording, self.opinions = recording, opinions(recording)
        theme, images = stage.theme, recording["images"]
        steps = float(len(images) - 1)
        self.axes = AxesMap((0.0, steps), (0.0, 1.0), -1.0, 3.75, -1.15, 2.05)
        self.track = AxesMap((0.0, steps), (0.0, 1.0), -_ENDS, _ENDS, _TRACK, _TRACK + 1.0)
        self.image = Grey(images[0], _BIG, _BIG_HEIGHT)
        anchors = recording["anchor"]
        places = self.track.points(anchors.astype(np.float64), np.zeros(len(anchors)))
        height = min(_ROW_HEIGHT, 0.9 * 2 * _ENDS / max(1, len(anchors) - 1))
        self.row = [
            Grey(images[at], (float(place[0]), _ROW), height)
            for at, place in zip(anchors, places, strict=True)
        ]
        self.fixed.add(*(one.mobject for one in self.row), *self._lines(places))
        self.fixed.add(self._frame(_BIG, _BIG_HEIGHT))
        self.fixed.add(*(self._frame((float(place[0]), _ROW), height) for place in places))
        self.ranges = {name: self._range(name) for name in _RANGES}
        self.course = self.curve("discriminator", 4.5, SOLID)
        self.now, self.here = Dots(theme.discriminator, 14), Dots(theme.ink, 15)
        self.moving.add(self.image.mobject, self.now.mobject, self.here.mobject)
        self.numbers["D"] = Readout(6.75, 2.32, 34, theme.ink)
        self.moving.add(self.numbers["D"].mobject)
        self.fixed.add(*self._labels())

    def show(self, frame: int) -> None:
        """Show a recorded frame."""
        self.image.show(self._recording["images"][frame])
        walked = np.arange(frame + 1, dtype=np.float64)
        course = self.axes.points(walked, self.opinions["walk"][: frame + 1])
        self.course.show(course)
        self.now.show(course[-1:])
        self.here.show(self.track.points(walked[-1:], np.zeros(1)))
        self.numbers["D"].show(signed(float(self.opinions["walk"][frame]), 3))

    def _frame(self, middle: tuple[float, float], height: float) -> Any:
        """A line round an image, which may be as dark as the sheet."""
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * (height / 2 + 0.02)
        frame = Curve(self.stage.theme.faint, 2.0, SOLID)
        frame.show(np.column_stack((corners + middle, np.zeros(5))))
        return frame.mobject

    def _range(self, name: str) -> tuple[Curve, Dots]:
        """Where most of D's opinions of some images lie: a line, and a dot at the median."""
        theme, x = self.stage.theme, _RANGES[name]
        low, middle, high = np.quantile(self.opinions[name], _SHARES)
        heights = self.axes.points(np.zeros(3), np.array([low, middle, high]))
        heights[:, 0] = x
        color, pattern = (theme.p_data, DOTTED) if name == "real" else (theme.p_g, SOLID)
        line, dot = Curve(color, 6.0, pattern), Dots(color, 18)
        line.show(heights[[0, 2]])
        dot.show(heights[1:2])
        self.fixed.add(line.mobject, dot.mobject)
        return line, dot

    def _lines(self, places: Array) -> list[Any]:
        """The axes of D's opinion and the track with a tick over every drawn image."""
        theme, ticks = self.stage.theme, ((0.0, "0"), (0.5, "1/2"), (1.0, "1"))
        draws = len(places) - 1  # the last one is the first again
        anchors = self._recording["anchor"].astype(np.float64)
        track = Line([-_ENDS, _TRACK, 0], [_ENDS, _TRACK, 0], color=theme.ink, stroke_width=2.0)
        marks = [
            Line(place, place - (0.0, 0.12, 0.0), color=theme.ink, stroke_width=2.0)
            for place in places
        ]
        half = Curve(theme.faint, 2.0, DASHED)
        half.show(np.array([[self.axes.left, 0.45, 0.0], [6.75, 0.45, 0.0]]))
        return [
            *axes_lines(
                self.stage, self.axes, guides=True, size=22, y_ticks=ticks,
                x_ticks=[(at, str(which % draws + 1)) for which, at in enumerate(anchors)],
            ),
            half.mobject,
            track,
            *marks,
        ]  # fmt: skip

    def _labels(self) -> list[Any]:
        """Words, and which run and checkpoint this is."""
        stage, recording, muted = self.stage, self._recording, self.stage.theme.muted
        manifest, count = recording.manifest, f"{len(recording['output_at_real']):,}"
        names = [
            stage.write(stage.say(name), x, -1.5, 22, side="center", width=1.3)
            for name, x in _RANGES.items()
        ]
        values = {
            "dataset": image_set_named(recording.config["run"]["dataset"]).title,
            "epochs": manifest["checkpoint"]["epochs"],
            "checkpoint": manifest["checkpoint"]["sha256"][:12],
        }
        trained = stage.say("checkpoint", **values)
        score = manifest.get("trained", {}).get("parzen")
        if score:
            mean, error = (f"{score[key]:.1f}" for key in ("mean", "standard_error"))
            trained = f"{trained}  ·  {stage.say('score', mean=mean, error=error)}"
        source = f"run {recording.sha256}  ·  gantheory {manifest['gantheory_version']}"
        return [
            *names,
            stage.write(stage.say("course"), self.axes.left, 2.32, 26, width=4.3),
            stage.formula("D_G_z", 3.95, 2.32, 32),
            stage.write(
                stage.say("ranges", count=count), 5.4, -1.82, 20,
                side="center", color=muted, width=2.9,
            ),
            stage.write(trained, LEFT, BOTTOM + 0.3, 20, color=muted),
            stage.write(
                stage.say("common.replayed", run=source), RIGHT, BOTTOM + 0.06, 18,
                side="right", color=muted,
            ),
        ]  # fmt: skip


class MnistInterpolationScene(ReplayScene):
    """Sections draw, walk and end."""

    name = "mnist_interpolation"

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"camera_class": PixelCamera, **options})

    def prepare(self, stage: Stage) -> Play:
        """Hold the recording audited, and make the picture."""
        recording: Recording = self.recording or walk_run()
        require_kind(recording, "z_walk", stage.scene)
        require_audited(recording)
        last = len(recording["z"]) - 1
        first = int(recording["anchor"][1])
        timeline = Timeline(
            (
                Segment("draw", (0,), 0.2, 2.4, "caption.draw"),
                Segment("leg", tuple(range(first + 1)), 2.4, 0.6, "caption.leg"),
                Segment("walk", tuple(range(first + 1, last + 1)), _WALK, 2.4, "caption.walk"),
            )
        )
        picture = MnistInterpolationPicture(stage, recording)
        return Play(picture, timeline, {"run": recording.sha256})
