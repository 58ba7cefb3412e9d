"""Mode collapse from several seeds, and the same seeds with a remedy.

    manim animations/mode_collapse.py            1080p, 60 pictures per second
    manim -ql animations/mode_collapse.py        480p, quickly

It replays out/recordings/mode_collapse, which is trained if it is missing (about a minute), or the
recording of kind mixture_2d in the folder GANTHEORY_RUN. GANTHEORY_LANG=ko and
GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.mode_collapse import ModeCollapseScene

prepare_manim()


class ModeCollapse(ModeCollapseScene):
    """Mode collapse from several seeds, and the same seeds with a remedy."""
