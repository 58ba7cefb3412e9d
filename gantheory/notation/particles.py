"""Korean particles that follow the sound before them: 은/는, 이/가, 을/를, 과/와, 으로/로.

A text that does not know what comes before writes both, as in "{a}(은/는) {b} 이하", and
`agreed` keeps the right one. Letters and digits sound as they are read: z is 지, l is 엘, 3 is 삼.
"""

import re

#: last sounds in the order of Unicode's syllables: 0 is none, 8 is ㄹ
_NONE, _RIEUL = 0, 8
_LETTERS = {"l": 8, "m": 16, "n": 4, "r": 8}
_DIGITS = {"0": 21, "1": 8, "3": 16, "6": 1, "7": 8, "8": 8}
#: particle after a last sound, after none
PAIRS = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"))
_BOTH = re.compile("|".join(rf"\({a}/{b}\)" for a, b in PAIRS))


def last_sound(text: str) -> int:
    """The last sound of a text read aloud, as Unicode counts them; 0 where it ends in a vowel."""
    heard = re.sub(r"[^0-9A-Za-z가-힣]", "", text)[-1:].lower()
    if "가" <= heard <= "힣":
        return (ord(heard) - ord("가")) % 28
    return _LETTERS.get(heard) or _DIGITS.get(heard, _NONE)


def particle(text: str, closed: str, opened: str) -> str:
    """The particle that agrees with a text: `closed` after a last sound, `opened` after none."""
    silent = (_NONE, _RIEUL) if closed == "으로" else (_NONE,)
    return opened if last_sound(text) in silent else closed


def agreed(text: str) -> str:
    """A text in which each (은/는) and the like is the one that agrees with what is before it."""
    done = ""
    for match in re.finditer(rf"(.*?)({_BOTH.pattern}|$)", text, re.DOTALL):
        done += match[1]
        if match[2]:
            done += particle(done, *match[2].strip("()").split("/"))
    return done
