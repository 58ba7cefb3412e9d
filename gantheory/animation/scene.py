"""The one manim scene: a picture shows its frames when the timetable says, section by section.

Files in `animations/` hold the classes that `manim` renders; all of it is here and in the modules
of the scenes, so that commands can render the same scenes in one process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from manim import Animation, Scene, config, linear

from gantheory.animation.encode import STEADY
from gantheory.animation.evidence import Evidence
from gantheory.animation.source import chosen_staging, or_exit
from gantheory.animation.stage import Picture, Stage
from gantheory.animation.timeline import Segment, Timeline
from gantheory.figures.style import Theme

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Play:
    """What a scene shows, and when.

    Attributes:
        picture: the drawing.
        timeline: its frames in order; the segments are the scene's sections.
        sources: what it was drawn from, for the list of films: a run or claims.
        claims: those that segments name, by these names.
    """

    picture: Picture
    timeline: Timeline
    sources: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Evidence] = field(default_factory=dict)


class Replay(Animation):  # type: ignore[misc]
    """Show the frames of a segment, each when the timeline says."""

    def __init__(self, picture: Picture, segment: Segment) -> None:
        # a hair less than the segment, or rounding may let manim draw one picture too many
        super().__init__(picture.moving, run_time=segment.seconds - 1e-6, rate_func=linear)
        self._picture = picture
        self._segment = segment

    def begin(self) -> None:
        """Show the first frame; manim's own `begin` would copy the whole picture."""
        self.starting_mobject = self.mobject
        self.interpolate(0.0)

    def finish(self) -> None:
        """Show the last frame."""
        self.interpolate(1.0)

    def interpolate(self, alpha: float) -> None:
        """Show the frame that belongs to a share of the segment's time."""
        self._picture.show(self._segment.frame_at(alpha * self.run_time))


class ReplayScene(Scene):  # type: ignore[misc]
    """Shows a picture's frames; subclasses say which picture.

    Attributes:
        name: the scene's name in the catalogue and in the tables of texts.
        staging: language and theme; None takes them from the environment.
        recording: the run to replay, for scenes that replay one; None takes the usual one.
        on_segment: called with the number of each segment before it is drawn.
        posters: the last image of each section, (height, width, 3), once it is drawn.
    """

    name: ClassVar[str]
    staging: tuple[str, Theme] | None = None
    recording: Any = None
    on_segment: Callable[[int], None] | None = None

    def prepare(self, stage: Stage) -> Play:
        """Make the picture and its timetable.

        Raises:
            GanTheoryError: if what the scene stands on does not hold.
        """
        raise NotImplementedError

    def setup(self) -> None:
        """Prepare; under manim's own command bad input ends it with one line."""
        if self.staging is None:
            or_exit(self._prepare)
        else:
            self._prepare()

    def _prepare(self) -> None:
        language, theme = self.staging or chosen_staging()
        self.stage = Stage(self.name, language, theme)
        # the background is set here because a manim.cfg is read from the working folder only
        self.camera.background_color = theme.background
        self.play_of: Play = self.prepare(self.stage)
        self.posters: dict[str, Image] = {}

    def construct(self) -> None:
        """Show the frames, section by section."""
        picture, timeline = self.play_of.picture, self.play_of.timeline
        self.add(self.stage.title(), picture.fixed)
        picture.show(timeline.segments[0].frames[0])
        self.add(picture.moving)
        caption = claim = None
        for number, segment in enumerate(timeline.segments):
            if self.on_segment is not None:
                self.on_segment(number)
            self.next_section(segment.name)
            self._behind(picture.later.get(segment.name))
            claim = self._instead(claim, self._claim(segment))
            caption = self._instead(caption, self._caption(segment.on_the_way or segment.caption))
            self.play(Replay(picture, segment))
            if segment.on_the_way:
                caption = self._instead(caption, self._caption(segment.caption))
            if segment.hold:
                # a hair more, or rounding may cost a picture: manim cuts 1.4 s / 0.2 s to 6
                self.wait(segment.hold + 1e-6)
            self.posters[segment.name] = self.renderer.get_frame()[..., :3].copy()

    def _caption(self, key: str) -> Any:
        return self.stage.caption(self.stage.say(key))

    def _claim(self, segment: Segment) -> Any:
        return self.stage.statement(self.play_of.claims[segment.claim]) if segment.claim else None

    def _instead(self, old: Any, new: Any) -> Any:
        """Put a text in the place of an old one."""
        if old is not None:
            self.remove(old)
        self._behind(new)
        return new

    def _behind(self, mobject: Any) -> None:
        """Add what does not move before what does: manim keeps it as a segment's background."""
        if mobject is not None:
            self.mobjects.insert(0, mobject)


def prepare_manim() -> None:
    """Set what manim's command must not do by itself: look for updates over the network.

    Caching is off because its keys would have to hold the whole recording; a scene renders in
    seconds.
    """
    config.notify_outdated_version = False
    config.disable_caching = True
    if not config.transparent and config.format in (None, "auto", "mp4"):
        config.video_encoder_options = {"crf": "23", **STEADY}
