"""Typed rows judged: what can't be right is set aside or noted, and counted; nothing disappears."""

from __future__ import annotations

from collections.abc import Sequence

from ccrules.errors import Message, Place, message
from ccrules.interactions.account import Reason
from ccrules.interactions.forms import Implausible, Measures
from ccrules.interactions.staging import Part
from ccrules.interactions.store import Store
from ccrules.interactions.values_sql import with_differences
from ccrules.text.language import localise

#: Faults with a number of their own; those of the measures follow.
NO_MOMENT, TWICE, CONTRADICTED, FIRST_OWN = 1, 2, 3, 10


class Judge:
    """Judges the rows of one table.

    Args:
        store: the typed rows.
        measures: what can't be right.
        table: which table.
        parts: the files in it.
        language: of reasons.
        place: the file of measures, for problems in its formulas.
    """

    def __init__(
        self, store: Store, measures: Measures, table: str, parts: Sequence[Part], language: str, place: Place
    ) -> None:
        self.store, self.measures, self.table, self.parts = store, measures, table, parts
        self.language, self.place = language, place
        self.rules = [one for one in measures.implausible if one.table == table]
        self.usual = {"usual_first": "NULL::TIMESTAMP", "usual_last": "NULL::TIMESTAMP"}

    def run(self) -> None:
        """Make the table of judged rows, with ``fault`` 0 where nothing is wrong, and account for them."""
        self._find_usual()
        conditions = [self._condition(rule) for rule in self.rules]
        stage, columns = f"stage_{self.table}", self._columns()
        begin = self.measures.tables[self.table].time
        faults = [f"WHEN {begin} IS NULL THEN {NO_MOMENT}"]
        blanks: dict[str, str] = {}
        for number, (rule, condition) in enumerate(zip(self.rules, conditions, strict=True)):
            self.store.check(condition, stage, self.place, rule.id)
            if rule.does == "set_aside":
                faults.append(f"WHEN {condition} THEN {FIRST_OWN + number}")
            for name in rule.fields if rule.does == "blank" else ():
                blanks[name] = f"CASE WHEN NOT coalesce({condition}, false) THEN {blanks.get(name, name)} END"
        values = ", ".join(f"{blanks[name]} AS {name}" if name in blanks else name for name in columns)
        odd = ", ".join(
            f"coalesce({condition}, false) AS odd_{number}"
            for number, (rule, condition) in enumerate(zip(self.rules, conditions, strict=True))
            if rule.does != "set_aside"
        )
        self.store.run(
            f"CREATE TABLE judged_{self.table} AS SELECT {values}{', ' if odd else ''}{odd}, "
            f"CASE {' '.join(faults)} ELSE 0 END AS fault FROM {stage}"
        )
        self.store.run(f"DROP TABLE {stage}")
        self._find_doubles()
        for part in self.parts:
            self._account(part)

    def _columns(self) -> list[str]:
        rows = self.store.rows(f"DESCRIBE stage_{self.table}")
        return [row[0] for row in rows if row[0] != "unread"]

    def _find_usual(self) -> None:
        """Between which moments all but the outermost rows lie."""
        begin = self.measures.tables[self.table].time
        first, last = self.store.row(
            f"SELECT quantile_disc({begin}, 0.01)::VARCHAR, quantile_disc({begin}, 0.99)::VARCHAR "
            f"FROM stage_{self.table}"
        )
        if first:
            self.usual = {"usual_first": f"TIMESTAMP '{first}'", "usual_last": f"TIMESTAMP '{last}'"}

    def _condition(self, rule: Implausible) -> str:
        formula = with_differences(rule.when)
        for name, value in self.usual.items():
            formula = formula.replace(name, value)
        return f"({formula})"

    def _find_doubles(self) -> None:
        """The same row again: in one file by its identity, without one only across files."""
        table, fields = self.measures.tables[self.table], self.measures.fields_of(self.table)
        everything = ", ".join(fields)
        for rows in ("interaction", "leg", "interval"):
            layouts = sorted({part.layout for part in self.parts if part.log.rows == rows})
            for layout in layouts:
                mapped = next(part.log.columns for part in self.parts if part.layout == layout)
                where = f"fault = 0 AND layout = {layout}"
                known = [name for name in table.identity if name in mapped]
                if rows == "interval":
                    self._doubles(", ".join(known), where, contradict=everything)
                elif rows == "interaction" and len(known) == len(table.identity):
                    filled = " AND ".join(f"{name} IS NOT NULL" for name in known)
                    self._doubles(", ".join(known), f"{where} AND {filled}")
                else:
                    across = "" if rows == "leg" and known else "file > first_file AND "
                    self._doubles(everything, where, also=across)

    def _doubles(self, key: str, where: str, *, contradict: str = "", also: str = "") -> None:
        judged = f"judged_{self.table}"
        counted = f"hash({key})"
        again = self.store.row(f"SELECT count(*) > count(DISTINCT {counted}) FROM {judged} WHERE {where}")[0]
        if not again:
            return
        differ = f"count(DISTINCT hash({contradict})) > 1" if contradict else "false"
        self.store.run(
            f"CREATE OR REPLACE TEMP TABLE doubles AS WITH "
            f"keys AS (SELECT {counted} AS k, {differ} AS differ "
            f"FROM {judged} WHERE {where} GROUP BY k HAVING count(*) > 1), "
            f"numbered AS (SELECT file, record, differ, row_number() OVER w AS n, "
            f"min(file) OVER w AS first_file "
            f"FROM {judged} JOIN keys ON {counted} = k WHERE {where} "
            f"WINDOW w AS (PARTITION BY k ORDER BY file, record)) "
            f"SELECT file, record, CASE WHEN differ THEN {CONTRADICTED} ELSE {TWICE} END AS fault "
            f"FROM numbered "
            f"WHERE {also}(differ OR n > 1)"
        )
        self.store.run(
            f"UPDATE {judged} AS j SET fault = d.fault FROM doubles AS d "
            f"WHERE j.file = d.file AND j.record = d.record"
        )

    def _account(self, part: Part) -> None:
        judged, where = f"judged_{self.table}", f"file = {part.number}"
        account = part.raw.account
        account.rows = part.log.rows
        begin = self.measures.tables[self.table].time
        used, first, last = self.store.row(
            f"SELECT count(*), min({begin})::VARCHAR, max({begin})::VARCHAR FROM {judged} "
            f"WHERE {where} AND fault = 0"
        )
        account.used, account.first, account.last = used, first or "", last or ""
        counts = dict(
            self.store.rows(
                f"SELECT fault, count(*) FROM {judged} WHERE {where} AND fault > 0 GROUP BY fault"
            )
        )
        self._unexplained(part, counts.pop(NO_MOMENT, 0))
        for fault, rows in sorted(counts.items()):
            examples = self._examples(part, f"{where} AND fault = {fault}")
            account.reasons.append(Reason(self._says(fault), rows, examples))
        for number, rule in enumerate(self.rules):
            if rule.does != "set_aside":
                self._note(part, number, rule)

    def _unexplained(self, part: Part, without_moment: int) -> None:
        """Rows without a moment whose cell is empty; those with an unreadable one are told already."""
        told = [
            one for one in part.raw.account.reasons if not one.kept and "no readable date" in str(one.says)
        ]
        missing = without_moment - sum(one.rows for one in told)
        if missing > 0:
            part.raw.account.reasons.append(Reason(message("no date at all"), missing))

    def _note(self, part: Part, number: int, rule: Implausible) -> None:
        where = f"file = {part.number} AND fault = 0 AND odd_{number}"
        rows = self.store.row(f"SELECT count(*) FROM judged_{self.table} WHERE {where}")[0]
        if rows:
            says = localise(rule.says, self.language)
            part.raw.account.reasons.append(Reason(says, rows, self._examples(part, where), kept=True))

    def _says(self, fault: int) -> Message | str:
        if fault == TWICE:
            return message("the same row again")
        if fault == CONTRADICTED:
            return message("the same interval several times with different figures")
        return localise(self.rules[fault - FIRST_OWN].says, self.language)

    def _examples(self, part: Part, where: str) -> tuple[str, ...]:
        """Three rows: their numbers and what was read in columns that name nobody."""
        columns = {name: one.column for name, one in part.log.columns.items() if one.column}
        fields = [name for name, one in self.measures.fields_of(self.table).items() if not one.personal]
        fields = [name for name in fields if name in columns]
        shown = ", ".join(["record", *(f"{name}::VARCHAR" for name in fields)])
        rows = self.store.rows(
            f"SELECT {shown} FROM judged_{self.table} WHERE {where} ORDER BY record LIMIT 3"
        )
        heads = [columns[name] for name in fields]
        return tuple(
            f"{row[0]}: "
            + ", ".join(f"{head} = {_short(v)}" for head, v in zip(heads, row[1:], strict=True) if v)
            for row in rows
        )


def _short(value: str) -> str:
    return value.removesuffix(".000")[:40]
