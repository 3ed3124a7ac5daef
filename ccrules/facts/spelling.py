"""Names as people spell them: labels in any language, and what a misspelt one may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ccrules.errors import Message, did_you_mean, suggestion
from ccrules.facts.words import unaccented

_NO_LETTERS = re.compile(r"[\W_]+")


def slug(text: str) -> str:
    """A label reduced to letters and digits: ``Boîte mail suivie`` gives ``boite_mail_suivie``."""
    return _NO_LETTERS.sub("_", unaccented(text)).strip("_")


class Names:
    """Names with the spellings under which they are accepted.

    A spelling is accepted if it is the name, or if its slug is that of a label. A slug that
    belongs to several names is accepted for none of them.

    Args:
        spellings: for each name, its labels in the languages of the vocabulary.
    """

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._names = dict.fromkeys(spellings)
        owners: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        for name, labels in spellings.items():
            for label in filter(None, labels):
                owners.setdefault(slug(label), set()).add(name)
                self._labels.setdefault(label, name)
        self._by_slug = {key: min(names) for key, names in owners.items() if len(names) == 1}

    def find(self, text: str) -> str | None:
        """The name that a spelling stands for; None if it stands for none."""
        return text if text in self._names else self._by_slug.get(slug(text))

    def accepted(self) -> list[tuple[str, str]]:
        """Every label under which a name is accepted, with the name."""
        return [(label, name) for label, name in self._labels.items() if self.find(label) == name]

    def suggestion(self, text: str) -> Message | None:
        """A hint for a spelling that stands for nothing."""
        by_slug = {slug(name): name for name in self._names}
        if near := by_slug.get(slug(text)):
            return did_you_mean(near)
        return suggestion(text, self._names, also=self._labels)
