"""When an animation shows which frame: one timetable for every writer.

Only given frames are shown, each for a while; nothing between two of them is made up. After each
segment the picture is held. All times are multiples of `TICK`, so that at any of the usual frame
rates a segment is a whole number of pictures. Figure 1's segments follow the panels: the run up to
(a), the inner loop to (b), the update of G to (c), the rest of the run to (d).
"""

from dataclasses import dataclass

import numpy as np

from gantheory.figures.panels import Panels
from gantheory.recording import Recording

#: every duration is a multiple of this many seconds (3 pictures at 15 per second)
TICK = 0.2


@dataclass(frozen=True)
class Segment:
    """Frames shown one after the other, evenly, and the last one held: a section of the film.

    Attributes:
        name: the section's name; letters, digits and underscores.
        frames: the frames in the order shown.
        seconds: how long it takes to show them, a multiple of `TICK`.
        hold: how long the last of them stays, likewise.
        caption: the key, in the scene's texts, of what is said meanwhile.
        on_the_way: the key of what is said until the picture is held, where that differs.
        claim: the claim shown at the foot meanwhile, as "ID/step" of its statement; "" for none.
    """

    name: str
    frames: tuple[int, ...]
    seconds: float
    hold: float
    caption: str
    on_the_way: str = ""
    claim: str = ""

    def frame_at(self, seconds: float) -> int:
        """The recorded frame shown `seconds` after the segment's start."""
        # the guard keeps a picture that falls on a change from seeing it a rounding too late
        index = int((seconds / self.seconds) * len(self.frames) + 1e-9)
        return self.frames[min(max(index, 0), len(self.frames) - 1)]


@dataclass(frozen=True)
class Timeline:
    """The segments of an animation, one after the other."""

    segments: tuple[Segment, ...]

    @property
    def seconds(self) -> float:
        """The length of the animation."""
        return sum(segment.seconds + segment.hold for segment in self.segments)

    @property
    def frames(self) -> tuple[int, ...]:
        """The recorded frames that are shown, in order."""
        return tuple(frame for segment in self.segments for frame in segment.frames)

    def pictures(self, rate: int) -> list[tuple[Segment, int, bool]]:
        """List what each picture of a film shows.

        Args:
            rate: pictures per second, a multiple of 1 / `TICK`.

        Returns:
            For every picture its segment, its recorded frame, and whether it is held there.
        """
        film = []
        for segment in self.segments:
            for picture in range(round(segment.seconds * rate)):
                film.append((segment, segment.frame_at(picture / rate), False))
            film.extend([(segment, segment.frames[-1], True)] * round(segment.hold * rate))
        return film


def figure1_timeline(recording: Recording, panels: Panels) -> Timeline:
    """Lay out Figure 1's animation.

    On the way to (a) and to (d) only whole iterations are shown; slow motion is kept for the one
    inner loop from (a) to (b).

    Args:
        recording: the run.
        panels: its four frames, as `choose_panels` gives them.

    Returns:
        Four segments, one per panel.
    """
    whole = np.flatnonzero(recording["phase"] == 1)
    approach = [int(frame) for frame in whole if frame <= panels.a]
    inner = list(range(panels.a + 1, panels.b + 1))
    rest = [int(frame) for frame in whole if panels.c < frame <= panels.d]
    return Timeline(
        (
            _panel("a", approach, _seconds(approach, 0.4, 2.0), 2.2, on_the_way=True),
            _panel("b", inner, _seconds(inner, 0.1, 2.2), 1.4),
            _panel("c", [panels.c], TICK, 2.2),
            _panel("d", rest, _seconds(rest, 0.08, 3.0), 2.0, on_the_way=True),
        )
    )


def _panel(
    letter: str, frames: list[int], seconds: float, hold: float, on_the_way: bool = False
) -> Segment:
    """The segment that leads to a panel."""
    way = f"on_the_way.{letter}" if on_the_way else ""
    return Segment(f"panel_{letter}", tuple(frames), seconds, hold, f"caption.{letter}", way)


def _seconds(frames: list[int], each: float, most: float) -> float:
    """Time for some frames at `each` seconds a frame, at most `most`, in whole ticks."""
    ticks = max(1, round(min(most, each * len(frames)) / TICK))
    return ticks * TICK
