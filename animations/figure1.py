"""Figure 1 of "Generative Adversarial Nets", replayed from a recorded run.

    manim animations/figure1.py            1080p, 60 pictures per second
    manim -ql animations/figure1.py        480p, quickly

It replays the run in the folder GANTHEORY_RUN, or else out/demo/run, which is made if it is
missing. GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.figure1 import Figure1Scene

prepare_manim()


class Figure1(Figure1Scene):
    """The four panels of Figure 1, with live V(D,G), C(G) and JSD."""
