"""Scenes prepared and photographed without rendering a film."""

from types import SimpleNamespace

import numpy as np

from gantheory.animation.catalogue import SCENES
from gantheory.animation.stage import Stage
from gantheory.figures.style import THEMES


def prepared(name, recording=None, language="en", theme="light"):
    """The stage of a scene and what it plays."""
    stage = Stage(name, language, THEMES[theme])
    scene = SimpleNamespace(recording=recording if SCENES[name].replays else None)
    return stage, SCENES[name].scene_class().prepare(scene, stage)


def on_the_sheet(stage, play, segment):
    """All mobjects that are there while a segment is held."""
    number = play.timeline.segments.index(segment)
    names = [one.name for one in play.timeline.segments[: number + 1]]
    texts = [stage.title(), stage.caption(stage.say(segment.caption))]
    if segment.claim:
        texts.append(stage.statement(play.claims[segment.claim]))
    later = [play.picture.later[name] for name in names if name in play.picture.later]
    play.picture.show(segment.frames[-1])
    return [*texts, play.picture.fixed, *later, play.picture.moving]


def still(stage, play, segment):
    """The picture that is held at the end of a segment, (480, 854, 3)."""
    from manim import Camera

    camera = Camera(
        background_color=stage.theme.background,
        pixel_width=854,
        pixel_height=480,
        frame_width=8.0 * 854 / 480,
        frame_height=8.0,
    )
    camera.reset()
    camera.capture_mobjects(on_the_sheet(stage, play, segment))
    return np.array(camera.pixel_array[..., :3])
