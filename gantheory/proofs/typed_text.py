"""A formula as somebody typed it: its syntax tree, and complaints that point into the text."""

from __future__ import annotations

import ast
import re
import warnings

from gantheory.errors import GanTheoryError

MAX_CHARACTERS = 2000
MAX_DEPTH = 80


class ParseError(GanTheoryError):
    """The text cannot be read; the message points at the place."""


class TypedText:
    """One text with its syntax tree.

    Attributes:
        what: what the text is, for complaints.
        text: the text, on one line.
        tree: its syntax tree; nothing in it has been judged yet.

    Raises:
        ParseError: if the text is too long, too deep or no Python expression.
    """

    def __init__(self, what: str, text: str) -> None:
        self.what = what
        text = text.replace("≤", "<=").replace("≥", ">=").replace("≠", "!=")
        self.text = " ".join(text.split()) if "\0" not in text else text
        if not self.text:
            raise ParseError(f"{what}: nothing is written there")
        if len(self.text) > MAX_CHARACTERS:
            raise ParseError(
                f"{what}: {len(self.text)} characters; a step may have {MAX_CHARACTERS}"
            )
        depth = 0
        for index, character in enumerate(self.text):
            if character == "#":
                raise self._at(index, "a comment has no place in a formula")
            if not character.isprintable():
                raise self._at(index, f"a character that cannot be printed, {character!r}")
            depth += (character in "([{") - (character in ")]}")
            if depth > MAX_DEPTH:
                raise self._at(index, f"brackets more than {MAX_DEPTH} deep")
        self.tree = self._parse()

    def _parse(self) -> ast.expr:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text, mode="eval").body
        except SyntaxError as error:
            at, message = max((error.offset or 1) - 1, 0), str(error.msg)
            if re.search(r"(?<![<>=!])=(?!=)", self.text):
                message = "write == for an equation"
            if re.search(r"\blambda\b", self.text):
                at, message = self.text.index("lambda"), "a keyword of Python: write λ or lam"
            problem = self._at(at, message)
        except (MemoryError, RecursionError, ValueError, OverflowError):
            problem = self._at(0, "nested too deep, or no text")
        raise problem

    def _at(self, index: int, message: str) -> ParseError:
        near = self.text[index : index + 24]
        near = "".join(c if c.isprintable() else "�" for c in near)
        where = f'near "{near}"' if near.strip() else "at the end"
        return ParseError(f"{self.what}, character {index + 1}, {where}: {message}")

    def error(self, node: ast.AST, message: str) -> ParseError:
        """A complaint about `node`, to be raised."""
        offset = getattr(node, "col_offset", 0)  # in bytes of UTF-8
        return self._at(len(self.text.encode()[:offset].decode(errors="ignore")), message)
