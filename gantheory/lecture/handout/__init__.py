"""The handout: derivations from checked claims, exercises that the kernel marks; PDF and HTML."""

from gantheory.lecture.context import Context
from gantheory.lecture.handout.html import write_handout_html
from gantheory.lecture.handout.pdf import write_handout_pdf

__all__ = ["key", "write_handout_html", "write_handout_pdf"]


def key(context: Context) -> object:
    """What the handout depends on, besides the source and the texts of this package.

    Raises:
        GanTheoryError: if a figure cannot be drawn or results cannot be read.
    """
    from gantheory.lecture.handout.content import depends_on

    return depends_on(context)
