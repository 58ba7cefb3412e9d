"""Text with formulas in it, in any output language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gantheory.proofs.formulas import Formula
from gantheory.proofs.render.blocks import Code, Inline, Maths, Strong
from gantheory.proofs.terms import Expr


@dataclass(frozen=True)
class Markup:
    """How an output language writes the parts of a line of text.

    Attributes:
        plain: text as it has to be written to be read as text.
        strong: text that stands out.
        code: the name of a rule.
        maths: a formula or term.
    """

    plain: Callable[[str], str]
    strong: Callable[[str], str]
    code: Callable[[str], str]
    maths: Callable[[Formula | Expr], str]

    def line(self, parts: Sequence[Inline]) -> str:
        """The parts one after another."""
        return "".join(map(self._part, parts))

    def _part(self, part: Inline) -> str:
        match part:
            case Strong(text):
                return self.strong(text)
            case Code(text):
                return self.code(text)
            case Maths(body):
                return self.maths(body)
        return self.plain(str(part))
