"""Files into raw tables: every column as text, every row counted, none interpreted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.interactions.account import FileAccount, Reason
from ccrules.interactions.sources import Source, unique
from ccrules.interactions.store import LONGEST_LINE, LONGEST_SHOWN, Store, quoted

#: Why DuckDB refuses a line, in words.
_REFUSED = {
    "MISSING COLUMNS": message("fewer columns than the header"),
    "TOO MANY COLUMNS": message("more columns than the header"),
    "UNQUOTED VALUE": message("a quotation mark that is not closed"),
    "LINE SIZE OVER MAXIMUM": message("a line longer than {most} characters", most=LONGEST_LINE),
    "INVALID ENCODING": message("characters that are no text"),
}


@dataclass(slots=True)
class Raw:
    """A file as a table of text.

    Attributes:
        source: the file.
        table: the name of its table; its columns are ``c1``, ``c2``, … and ``rowid``.
        headers: what the columns are called.
        account: what became of its rows.
    """

    source: Source
    table: str
    headers: tuple[str, ...]
    account: FileAccount

    def column(self, header: str) -> str:
        """The column with a header."""
        return f"c{self.headers.index(header) + 1}"


def load(store: Store, source: Source, number: int) -> Raw:
    """Read a file into a table.

    Args:
        store: open for this file.
        source: the file.
        number: tells its table from others.

    Raises:
        InputError: it can't be read, or holds no rows.
    """
    table = f"raw_{number}"
    account = FileAccount(source.file, how=source.how)
    loader = _LOADERS[source.kind]
    try:
        headers = loader(store, source, table, account)
    except store.duckdb.Error as error:
        said = str(error).splitlines()[0].replace(f'in file "{source.path}", ', "")
        what = message("the file can't be read: {reason}", reason=said[:200].strip())
        hint = (
            message("say encoding:, separator: and header: in the mapping")
            if source.kind == "text"
            else message("export the log again")
        )
        raise InputError(Problem(Place(source.file), what, hint)) from None
    kept = store.row(f"SELECT count(*) FROM {table}")[0]
    account.read = kept + account.set_aside
    if not kept:
        raise InputError(Problem(Place(source.file), *_nothing(account)))
    return Raw(source, table, headers, account)


def _nothing(account: FileAccount) -> tuple[Message, Message]:
    if account.read:
        reasons = [reason.says for reason in account.reasons]
        what = message("none of the {count} rows can be read: {reasons}", count=account.read, reasons=reasons)
        return what, message("say encoding:, separator: and header: in the mapping")
    return message("the file holds a header and no rows"), message("export the log again")


def _load_text(store: Store, source: Source, table: str, account: FileAccount) -> tuple[str, ...]:
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(1, len(source.headers) + 1))
    execute = store.connection.execute
    execute(
        f"CREATE TABLE {table} AS SELECT * FROM read_csv({quoted(str(source.path))}, columns={{{columns}}}, "
        f"delim={quoted(source.separator)}, quote='\"', escape='\"', header=false, skip={source.skip}, "
        f"auto_detect=false, store_rejects=true, rejects_table='{table}_rejects', "
        f"rejects_scan='{table}_scans', rejects_limit=0, max_line_size={LONGEST_LINE})"
    )
    refused = store.rows(
        f"SELECT kind, count(*), list(line || ': ' || text ORDER BY line)[:3] FROM ("
        f"SELECT line, min(error_type::VARCHAR) AS kind, min(left(csv_line, {LONGEST_SHOWN})) AS text "
        f"FROM {table}_rejects GROUP BY line) GROUP BY kind ORDER BY kind"
    )
    for kind, rows, examples in refused:
        says = _REFUSED.get(kind, message("not a row like the others"))
        account.reasons.append(Reason(says, rows, tuple(examples)))
    return source.headers


def _load_json(store: Store, source: Source, table: str, account: FileAccount) -> tuple[str, ...]:
    execute, file = store.connection.execute, quoted(str(source.path))
    lines = (
        f"SELECT line FROM read_csv({file}, columns={{'line': 'VARCHAR'}}, delim='\\x01', quote='', "
        f"escape='', header=false, auto_detect=false, max_line_size={LONGEST_LINE})"
        if source.kind == "jsonl"
        else f"SELECT json::VARCHAR AS line FROM read_json_objects({file}, format='array', "
        f"maximum_object_size={LONGEST_LINE})"
    )
    execute(f"CREATE TABLE {table}_lines AS {lines}")
    good = "json_valid(line) AND json_type(CASE WHEN json_valid(line) THEN line END) = 'OBJECT'"
    parts = ", ".join(
        f"json_extract_string(line, {quoted(_pointer(name))}) AS c{n}"
        for n, name in enumerate(source.headers, 1)
    )
    execute(f"CREATE TABLE {table} AS SELECT {parts} FROM {table}_lines WHERE {good}")
    bad = store.rows(
        f"SELECT rowid + 1, left(line, {LONGEST_SHOWN}) FROM {table}_lines "
        f"WHERE trim(line) <> '' AND NOT coalesce({good}, false) ORDER BY rowid"
    )
    if bad:
        examples = tuple(f"{line}: {text}" for line, text in bad[:3])
        account.reasons.append(Reason(message("not a JSON object"), len(bad), examples))
    execute(f"DROP TABLE {table}_lines")
    return unique(source.headers)


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _load_parquet(store: Store, source: Source, table: str, _: FileAccount) -> tuple[str, ...]:
    file = quoted(str(source.path))
    described = store.connection.execute(f"DESCRIBE SELECT * FROM read_parquet({file})").fetchall()
    names = [row[0] for row in described]
    parts = ", ".join(
        '"' + name.replace('"', '""') + f'"::VARCHAR AS c{n}' for n, name in enumerate(names, 1)
    )
    store.connection.execute(f"CREATE TABLE {table} AS SELECT {parts} FROM read_parquet({file})")
    return unique(names)


_LOADERS: Mapping[str, Callable[[Store, Source, str, FileAccount], tuple[str, ...]]] = {
    "text": _load_text,
    "jsonl": _load_json,
    "json": _load_json,
    "parquet": _load_parquet,
}
