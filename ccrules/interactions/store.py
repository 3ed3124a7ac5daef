"""DuckDB, locked down: what runs in it can open nothing but the files given.

A first connection, which keeps rows in the order of the files, reads them into a database in a folder
of its own; a second one, which may open no file at all, runs the formulas. Both have a limit of memory
and put what exceeds it into that folder; neither loads extensions, reaches the network or lets its
settings be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ccrules.errors import NOWHERE, EngineError, InputError, Message, Place, Problem, UsageError, message

#: Characters of one line of a file, and of one cell shown to a person.
LONGEST_LINE = 4_000_000
LONGEST_SHOWN = 60
DEFAULT_MEMORY = "1GB"


def duckdb_module() -> Any:
    """DuckDB, imported when it is needed.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import duckdb  # an extra, and slow to import
    except ImportError:
        what = message("reading logs needs DuckDB, which is not installed")
        raise UsageError(
            Problem(NOWHERE, what, message("pip install '{extra}'", extra="ccrules[logs]"))
        ) from None
    return duckdb


class Store:
    """One database in a folder.

    Args:
        folder: where the database and what exceeds memory go.
        files: the only files it may open.
        memory: the limit, such as ``1GB``.
    """

    def __init__(self, folder: Path, files: Iterable[Path] = (), memory: str = DEFAULT_MEMORY) -> None:
        self.duckdb = duckdb_module()
        self.checked: set[tuple[str, str]] = set()
        allowed = ", ".join(quoted(str(file)) for file in files)
        config = {
            "memory_limit": memory,
            "temp_directory": str(folder / "spill"),
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "allow_community_extensions": False,
            "preserve_insertion_order": bool(allowed),
        }
        try:
            self.connection = self.duckdb.connect(str(folder / "log.duckdb"), config=config)
        except self.duckdb.Error as error:
            what = message("DuckDB can't be started: {reason}", reason=_reason(error))
            raise UsageError(Problem(NOWHERE, what, message("see --memory"))) from None
        for setting in (
            "TimeZone = 'UTC'",
            "enable_progress_bar = false",
            f"allowed_paths = [{allowed}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self.connection.execute(f"SET {setting}")

    def close(self) -> None:
        """Close the database; the next store may open it."""
        self.connection.close()

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement of our own making.

        Raises:
            EngineError: DuckDB refuses it, or there is no space left.
        """
        try:
            self.connection.execute(sql, list(parameters))
        except self.duckdb.Error as error:
            raise EngineError(Problem(NOWHERE, _failed(error))) from None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query.

        Raises:
            EngineError: DuckDB refuses it.
        """
        try:
            return list(self.connection.execute(sql, list(parameters)).fetchall())
        except self.duckdb.Error as error:
            raise EngineError(Problem(NOWHERE, _failed(error))) from None

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.rows(sql, parameters)[0]

    def check(self, expression: str, table: str, place: Place, name: str) -> None:
        """See whether a formula can be computed at all.

        Raises:
            InputError: it can't; with DuckDB's reason.
        """
        self.check_all([(expression, name)], table, place)

    def check_all(self, formulas: Iterable[tuple[str, str]], table: str, place: Place) -> None:
        """See whether formulas can be computed at all.

        Args:
            formulas: each with the name it is told by.
            table: what they are computed over.
            place: the file they stand in.

        Raises:
            InputError: one can't; with DuckDB's reason.
        """
        new = {one: name for one, name in formulas if (one, table) not in self.checked}
        for one, name in new.items():
            self._check_form(one, table, place, name)
        try:
            self._try(list(new), table)
        except self.duckdb.Error:  # which of them, and why
            for one, name in new.items():
                try:
                    self._try([one], table)
                except self.duckdb.Error as error:
                    raise InputError(Problem(place, _not_computed(name, error))) from None
        self.checked |= {(one, table) for one in new}

    def _check_form(self, expression: str, table: str, place: Place, name: str) -> None:
        try:
            statements = self.duckdb.extract_statements(f"SELECT {expression} FROM {table} LIMIT 0")
        except self.duckdb.Error as error:
            raise InputError(Problem(place, _not_computed(name, error))) from None
        if len(statements) != 1 or statements[0].type != self.duckdb.StatementType.SELECT:
            what = message("the formula of {name} is more than one expression", name=name)
            raise InputError(Problem(place, what))

    def _try(self, expressions: Sequence[str], table: str) -> None:
        if expressions:
            self.connection.execute(f"SELECT {', '.join(expressions)} FROM {table} LIMIT 0")


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _reason(error: Exception) -> str:
    return " ".join(str(error).splitlines()[:1])


def _failed(error: Exception) -> Any:
    return message("the log could not be computed: {reason}", reason=_reason(error))


def _not_computed(name: str, error: Exception) -> Message:
    return message("the formula of {name} can't be computed: {reason}", name=name, reason=_reason(error))
