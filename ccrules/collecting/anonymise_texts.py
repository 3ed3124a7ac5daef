"""Names, addresses and numbers inside texts, replaced one by one so that the rest can still be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from ccrules.collecting.privacy_names import FIRST_NAMES, NO_NAMES
from ccrules.collecting.privacy_signs import EMAIL, PHONE
from ccrules.facts.words import WORD, unaccented, words_of

#: A single word shorter than this is not looked for inside texts.
SHORTEST = 3
#: Words that join others in the names of functions, in English and French.
_JOINING = frozenset({"of", "the", "and", "for", "de", "du", "des", "la", "le", "les", "l", "d", "et"})
_PSEUDONYM = re.compile(r"(person|author|name)-\d{2,}")
_FULL_NAME = re.compile(r"\b([A-ZÀ-Þ][^\W\d_]+(?:-[^\W\d_]+)?) ([A-ZÀ-Þ][^\W\d_]+(?:['-][^\W\d_]+)*)")


class Names(Protocol):
    """What gives out pseudonyms."""

    @property
    def given(self) -> Mapping[str, Mapping[str, str]]:
        """Pseudonym by name, by kind."""
        ...

    def of(self, kind: str, name: str) -> str:
        """The pseudonym of a name."""
        ...


class Texts:
    """Finds names in texts by their words, whatever stands between them.

    Args:
        names: gives out pseudonyms.
        ordinary: words that alone are nobody's name.
    """

    def __init__(self, names: Names, ordinary: frozenset[str]) -> None:
        self._names = names
        self._ordinary = ordinary
        self._known: dict[tuple[str, ...], str] = {}
        self._also: dict[tuple[str, ...], str] = {}
        self._of: dict[str, str] = {}
        self._longest = 1

    def learn(self, name: str, pseudonym: str, *, certain: bool = False) -> None:
        """Know a name from now on: ``amina.roy`` is also found as Amina Roy and Roy, Amina.

        Args:
            name: the name, or an id made of it.
            pseudonym: what replaces it.
            certain: whether it is a name even if it is an ordinary word.
        """
        words = words_of(name)
        if not words or not (certain or self._is_distinct(words)):
            return
        for form in (words, (*words[1:], words[0])):
            self._known.setdefault(form, pseudonym)
            if certain:
                self._also.setdefault(form, pseudonym)
        self._longest = max(self._longest, len(words))

    def _is_distinct(self, words: tuple[str, ...]) -> bool:
        if len(words) > 1:
            return not all(word in self._ordinary or word in NO_NAMES or word.isdigit() for word in words)
        word = words[0]
        ordinary = word in self._ordinary or word in NO_NAMES or not word.isalpha()
        return word in FIRST_NAMES or (len(word) >= SHORTEST and not ordinary)

    def whole(self, text: str, kind: str) -> str:
        """A text that as a whole names somebody: the pseudonym of whoever has that name.

        Args:
            text: the text.
            kind: the word of its pseudonym if nobody has that name yet.
        """
        words = words_of(text)
        known = self._known.get(words)
        if known is not None:
            return known
        if len(words) > 1 and all(word in self._ordinary or word in _JOINING for word in words):
            return self.scrubbed(text)  # "telephony report", "team managers": nobody's name
        if (earlier := _PSEUDONYM.fullmatch(text)) is not None:
            kind = earlier[1]  # written by an earlier run
        pseudonym = self._names.of(kind, text)
        self.learn(text, pseudonym, certain=text == pseudonym)
        return pseudonym

    def scrubbed(self, text: str) -> str:
        """A text with the names, e-mail addresses and phone numbers in it replaced.

        Texts that differ stay different, so that comparing them gives what it gave.
        """
        new = self._scrubbed(text)
        number, distinct = 1, new
        while self._of.setdefault(distinct, text) != text:
            number += 1
            distinct = f"{new} ({number})"
        return distinct

    def _scrubbed(self, text: str) -> str:
        text = EMAIL.sub(lambda found: self._names.of("email", found.group()), text)
        text = PHONE.sub(lambda found: self._names.of("phone", found.group()), text)
        return self._without_full_names(self._replaced(text, self._known))

    def _without_full_names(self, text: str) -> str:
        """The text without those whom nothing else names: a first name and a surname, capitalised."""
        at = 0
        while (found := _FULL_NAME.search(text, at)) is not None:
            first, last = found.groups()
            at = found.end(1)
            if unaccented(first.split("-")[0]) in FIRST_NAMES and self._is_distinct((unaccented(last),)):
                pseudonym = self.whole(found.group(), "name")
                text = f"{text[: found.start()]}{pseudonym}{text[found.end() :]}"
                at = found.start() + len(pseudonym)
        return text

    def without_also(self, id: str) -> str:
        """An id with the names in it that were given to be replaced everywhere."""
        return self._replaced(id, self._also)

    def _replaced(self, text: str, known: Mapping[tuple[str, ...], str]) -> str:
        if not known:
            return text
        spans = [found.span() for found in WORD.finditer(text)]
        words = [unaccented(text[start:end]) for start, end in spans]
        pieces: list[str] = []
        at, word = 0, 0
        while word < len(words):
            for length in range(min(self._longest, len(words) - word), 0, -1):
                pseudonym = known.get(tuple(words[word : word + length]))
                if pseudonym is not None:
                    pieces += [text[at : spans[word][0]], pseudonym]
                    at, word = spans[word + length - 1][1], word + length
                    break
            else:
                word += 1
        return "".join([*pieces, text[at:]])
