"""The Helvetica scenario: G trained on while D stands still, with claim H7.

    manim animations/helvetica.py            1080p, 60 pictures per second
    manim -ql animations/helvetica.py        480p, quickly

It replays out/recordings/helvetica, which is trained if it is missing (some seconds), or the
recording of kind helvetica in the folder GANTHEORY_RUN. GANTHEORY_LANG=ko and GANTHEORY_THEME=dark
change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.helvetica import HelveticaScene

prepare_manim()


class Helvetica(HelveticaScene):
    """The Helvetica scenario: G trained on while D stands still, with claim H7."""
