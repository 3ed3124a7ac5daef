"""Where each page stands: names that every file system takes, and that stay the same as long as ids do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ccrules.documenting.blocks import Link

_OTHER = re.compile(r"[^a-z0-9._-]+", re.IGNORECASE)
#: What Windows takes for a device, whatever the ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST = 80


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each id; those that differ only in case or in odd characters get a number.

    Args:
        ids: the ids, in order.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in ids:
        plain = _OTHER.sub("-", id).strip(".-")[:LONGEST] or "page"
        plain = f"page-{plain}" if _DEVICES.match(plain) else plain
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.casefold())
        found[id] = name
    return found


class Paths:
    """The pages of a site.

    Args:
        ids: by folder, the ids that have a page in it.
    """

    def __init__(self, ids: Mapping[str, Iterable[str]]) -> None:
        self._names = {folder: file_names(found) for folder, found in ids.items()}

    def path(self, folder: str, id: str) -> str:
        """The path of a page."""
        return f"{folder}/{self._names[folder][id]}"

    def has(self, folder: str, id: str) -> bool:
        """Whether there is such a page."""
        return id in self._names[folder]

    def link(self, folder: str, id: str, text: str = "", anchor: str = "") -> Link:
        """A link to a page; by its id unless another text is given."""
        return Link(text or id, self.path(folder, id), anchor, code=not text)
