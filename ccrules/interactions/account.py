"""What became of every row, and of everything that could not be concluded."""

from __future__ import annotations

from dataclasses import dataclass, field

from ccrules.errors import Message


@dataclass(slots=True)
class Reason:
    """Why rows were set aside, or what is odd about rows that are used.

    Attributes:
        says: the reason.
        rows: how many rows.
        examples: some of them, as ``record 12: …``.
        kept: whether the rows are used all the same.
    """

    says: Message | str
    rows: int
    examples: tuple[str, ...] = ()
    kept: bool = False


@dataclass(slots=True)
class FileAccount:
    """What became of the rows of one file: read = used + set aside.

    Attributes:
        file: its name as given.
        rows: what a row is.
        read: rows in the file, its header left out.
        used: rows that measures are computed from.
        contacts: contacts these rows make, where several are legs of one.
        reasons: rows set aside, or noted, and why.
        first: first moment, as text.
        last: last moment.
        how: how the file was read: encoding, separator.
    """

    file: str
    rows: str = ""
    read: int = 0
    used: int = 0
    contacts: int = 0
    reasons: list[Reason] = field(default_factory=list)
    first: str = ""
    last: str = ""
    how: str = ""

    @property
    def set_aside(self) -> int:
        """Rows that are not used."""
        return sum(reason.rows for reason in self.reasons if not reason.kept)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that is not written, and why.

    Attributes:
        fact: the attribute, or what it is about.
        reason: why.
        count: of how many entities.
        sample: one of them.
    """

    fact: str
    reason: Message | str
    count: int = 1
    sample: str = ""
