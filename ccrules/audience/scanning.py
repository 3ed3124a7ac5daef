"""Words that must not be printed, and the texts they would be printed in.

The second line of defence: the first judges texts by how they are written (``reads``). Here every
worded text is compared with the words themselves: ids and names of people, texts of hidden
attributes, authors, evidence, files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
#: Shorter words than this, alone, are in every text.
SHORTEST = 2


class Scanner:
    """Finds secret words in texts, whatever stands around them.

    Args:
        secrets: the texts that must not appear.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for text in secrets:
            words = tuple(_words(text))
            if words and (len(words) > 1 or len(words[0]) >= SHORTEST):
                self._by_first.setdefault(words[0], set()).add(words)

    def finds(self, text: str, known: str = "") -> bool:
        """Whether a text holds a secret.

        Args:
            text: the text as it would be printed.
            known: what the method itself says there, which gives nothing away.
        """
        return not self._in(text).issubset(self._in(known) if known else ())

    def _in(self, text: str) -> set[tuple[str, ...]]:
        words = tuple(_words(text))
        return {
            secret
            for at, word in enumerate(words)
            for secret in self._by_first.get(word, ())
            if words[at : at + len(secret)] == secret
        }


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))
