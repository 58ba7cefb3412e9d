"""The manim scene that replays a recorded run as Figure 1, panel by panel.

`animations/figure1.py` holds the one class that `manim` renders; all of it is here, so that
commands can render the same scene from a recording in hand.
"""

from typing import Any

from manim import Animation, Scene, config, linear

from gantheory.animation.picture import Picture
from gantheory.animation.timeline import Segment, Timeline, figure1_timeline
from gantheory.audit import require_audited
from gantheory.figures.labels import CAPTIONS, ON_THE_WAY
from gantheory.figures.panels import choose_panels
from gantheory.figures.style import LIGHT, Theme
from gantheory.recording import Recording


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


class RecordedFigure1(Scene):  # type: ignore[misc]
    """Figure 1 replayed from a recording: sections panel_a to panel_d."""

    recording: Recording | None = None
    theme: Theme = LIGHT

    def load(self) -> Recording:
        """Give the recording to replay."""
        if self.recording is None:
            raise TypeError("RecordedFigure1 needs a recording")
        return self.recording

    def setup(self) -> None:
        """Hold the recording against the theory, choose its panels and make the picture."""
        recording = self.load()
        require_audited(recording)
        panels = choose_panels(recording)
        self.timeline: Timeline = figure1_timeline(recording, panels)
        chosen = [frame for _, frame in panels.items()]
        shown = list(self.timeline.frames)
        # the background is set here because a manim.cfg is read from the working folder only
        self.camera.background_color = self.theme.background
        self.picture: Picture = Picture(recording, chosen, shown, self.theme)

    def construct(self) -> None:
        """Replay the run."""
        picture = self.picture
        self.add(picture.fixed)
        picture.show(self.timeline.segments[0].frames[0])
        self.add(picture.moving)
        caption: Any = None
        for segment in self.timeline.segments:
            self.next_section(f"panel_{segment.panel}")
            letter = segment.panel
            texts: list[tuple[str | None, str]] = [(letter, CAPTIONS[letter])]
            if letter in ON_THE_WAY:
                texts.insert(0, (None, ON_THE_WAY[letter]))
            caption = self._caption(caption, *texts[0])
            self.play(Replay(picture, segment))
            if len(texts) > 1:
                caption = self._caption(caption, *texts[1])
            self.wait(segment.hold)

    def _caption(self, old: Any, letter: str | None, text: str) -> Any:
        """Put a caption in the place of an old one."""
        if old is not None:
            self.remove(old)
        new = self.picture.caption(letter, text)
        # before the moving part, so that manim keeps it in the background of a segment
        self.mobjects.insert(0, new)
        return new


def prepare_manim() -> None:
    """Set what manim's command must not do by itself: look for updates over the network.

    Caching is off because its keys would have to hold the whole recording; a scene renders in
    seconds.
    """
    config.notify_outdated_version = False
    config.disable_caching = True
    if not config.transparent and config.format in (None, "mp4"):
        # for line drawings the slower default costs 1.2 s of CPU more and saves a fifth in size
        config.video_encoder_options = {"crf": "23", "preset": "veryfast"}
