"""Contents that a template may place, each written only when it does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping


class OnDemand(Mapping[str, str]):
    """Contents by name.

    Args:
        names: of all that there are.
        write: writes one by its name.
    """

    def __init__(self, names: Collection[str], write: Callable[[str], str]) -> None:
        self._names, self._write = names, write

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return self._write(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
