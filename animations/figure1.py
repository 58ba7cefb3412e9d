"""Figure 1 of "Generative Adversarial Nets", replayed from a recorded run.

    manim animations/figure1.py            1080p, 60 pictures per second
    manim -ql animations/figure1.py        480p, quickly

It replays the run in the folder GANTHEORY_RUN, or else out/demo/run, which is made if it is
missing.
"""

from gantheory.animation.scene import RecordedFigure1, prepare_manim
from gantheory.animation.source import demo_recording, or_exit
from gantheory.recording import Recording

prepare_manim()


class Figure1(RecordedFigure1):
    """The four panels of Figure 1, with live V(D,G), C(G) and JSD."""

    def load(self) -> Recording:
        """Read the run, or make it."""
        return demo_recording()

    def setup(self) -> None:
        """Prepare the picture; bad input ends manim with one line."""
        or_exit(super().setup)
