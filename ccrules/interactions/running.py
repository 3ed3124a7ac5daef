"""The whole way: files, mapping, rows, measures, facts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import Vocabulary
from ccrules.interactions.account import FileAccount, LeftOut
from ccrules.interactions.deriving import Deriver, Layout
from ccrules.interactions.forms import Measures
from ccrules.interactions.judging import Judge
from ccrules.interactions.loading import Raw, load
from ccrules.interactions.mapping import Mapping as LogMapping
from ccrules.interactions.mapping import MappingForm, SettingValue, log_for, named
from ccrules.interactions.measuring import Measurer
from ccrules.interactions.proposing import propose
from ccrules.interactions.settings import setting_value
from ccrules.interactions.sources import Reading, Source, open_source
from ccrules.interactions.staging import Names, Part, Stager
from ccrules.interactions.store import DEFAULT_MEMORY, Store
from ccrules.interactions.writing import facts_document

Tick = Callable[[int, int], None]


def _unheard(_: int, __: int) -> None:
    """Where nobody watches."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told beside files and mapping.

    Attributes:
        language: of evidence and reasons.
        settings: values of settings by name.
        timezone: of logs whose mapping names none.
        mask_key: with it people get the same codes in every run.
        memory: the limit, such as ``1GB``.
        place: the file of measures, for problems in it.
        header: what the facts say of the assessment.
        tick: is told how much is done.
    """

    language: str = "en"
    settings: Mapping[str, Sequence[SettingValue]] = field(default_factory=dict)
    timezone: str = ""
    mask_key: str = ""
    memory: str = DEFAULT_MEMORY
    place: Place = field(default_factory=Place)
    header: Mapping[str, Any] = field(default_factory=dict)
    tick: Tick = _unheard


@dataclass(slots=True)
class Outcome:
    """What came of logs.

    Attributes:
        mapping: how they were read.
        questions: what has to be said before facts can be made; then there is nothing else.
        accounts: what became of the rows, by file.
        document: the facts as a fact file holds them.
        found: the same by entity type, id and attribute.
        left: facts that can't be concluded.
        remarks: what whole logs can't tell: the group, and why.
    """

    mapping: MappingForm
    questions: list[Problem] = field(default_factory=list)
    accounts: list[FileAccount] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)
    found: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def facts_from_interactions(
    files: Sequence[str], measures: Measures, vocabulary: Vocabulary, mapping: LogMapping | None = None,
    options: Options | None = None, *, propose_only: bool = False,
) -> Outcome:  # fmt: skip
    """Turn logs into facts.

    Args:
        files: logs: CSV, JSON, Parquet, Excel.
        measures: what there is to find, and what it becomes.
        vocabulary: of the facts.
        mapping: how the files are read; proposed if left out.
        options: whatever else there is to say.
        propose_only: only say how the files would be read.

    Returns:
        The facts with the account of all rows; or, if something can't be guessed, the questions.

    Raises:
        InputError: files or formulas that can't be read.
        UsageError: DuckDB is missing.
    """
    options = options or Options()
    settings = _settings(measures, mapping, options)
    with tempfile.TemporaryDirectory(prefix="ccrules-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _store(folder, _sources(files, folder, mapping), options) as (store, sources):
            _check_zone(store, options.timezone)
            for log in mapping.form.logs if mapping else ():
                _check_zone(store, log.timezone)
            raws = _loaded(store, sources, options.tick)
            outcome, chosen = _chosen(store, raws, measures, mapping, options)
            if outcome.questions or propose_only:
                return outcome
            parts = _parts(raws, outcome.mapping)
        with _store(folder, [], options) as (store, _):
            names = Names(options.mask_key)
            stager = Stager(
                store, parts, measures, chosen,
                names=names, language=options.language, zone=options.timezone,
            )  # fmt: skip
            stager.run()
            layouts = _tables(store, parts, measures, settings, options)
            _measure(store, measures, vocabulary, layouts, names=names, options=options, outcome=outcome)
    outcome.accounts = [raw.account for raw in raws]
    return outcome


@contextmanager
def _store(
    folder: Path, sources: Sequence[Source], options: Options
) -> Iterator[tuple[Store, Sequence[Source]]]:
    store = Store(folder, [source.path for source in sources], options.memory)
    try:
        yield store, sources
    finally:
        store.close()


def _sources(files: Sequence[str], folder: Path, mapping: LogMapping | None) -> list[Source]:
    """All files opened; every one that can't be is told."""
    found: list[Source] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(files):
        try:
            found.append(open_source(file, folder, _reading(file, mapping)))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return found


def _reading(file: str, mapping: LogMapping | None) -> Reading:
    """What a mapping says of a file by its name, before its columns are known."""
    name = Path(file).name
    for log in mapping.form.logs if mapping else ():
        if named(log, name) or not log.files:
            return Reading(log.encoding, log.separator, log.sheet, log.header if log.header != 1 else 0)
    return Reading()


def _loaded(store: Store, sources: Sequence[Source], tick: Tick) -> list[Raw]:
    raws: list[Raw] = []
    problems: list[Problem] = []
    for number, source in enumerate(sources):
        tick(number, 2 * len(sources))
        try:
            raws.append(load(store, source, number))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return raws


def _chosen(
    store: Store, raws: Sequence[Raw], measures: Measures, mapping: LogMapping | None, options: Options
) -> tuple[Outcome, LogMapping]:
    if mapping is not None:
        return Outcome(mapping.form), mapping
    proposal = propose(store, raws, measures, options.language)
    zone = options.timezone
    questions = [one for one in proposal.questions if not (zone and one.place.cell == "timezone")]
    return Outcome(proposal.form, questions), LogMapping(proposal.form)


def _parts(raws: Sequence[Raw], form: MappingForm) -> list[Part]:
    found: list[Part] = []
    problems: list[Problem] = []
    for number, raw in enumerate(raws):
        layout = log_for(form, raw.source.name, list(raw.headers))
        if layout is None:
            what = message(
                "no log of the mapping fits this file; its columns: {names}", names=list(raw.headers)
            )
            hint = message("add a log with its columns, or its name to files:")
            problems.append(Problem(Place(raw.source.file), what, hint))
        else:
            found.append(Part(raw, number, layout, form.logs[layout]))
    if problems:
        raise InputError(problems)
    return found


def _tables(
    store: Store, parts: Sequence[Part], measures: Measures, settings: Mapping[str, Sequence[SettingValue]],
    options: Options,
) -> dict[str, dict[int, Layout]]:  # fmt: skip
    found: dict[str, dict[int, Layout]] = {}
    for table in measures.tables:
        own = [part for part in parts if part.log.rows in measures.tables[table].rows]
        if not own:
            continue
        Judge(store, measures, table, own, options.language, options.place).run()
        if not any(part.raw.account.used for part in own):
            place = Place(own[0].raw.source.file)
            reasons = [reason.says for part in own for reason in part.raw.account.reasons]
            what = message("no row can be used: {reasons}", reasons=reasons)
            raise InputError(Problem(place, what, message("see the mapping: --propose FILE writes one")))
        found[table] = Deriver(store, measures, table, own, settings, options.place).run()
    return found


def _measure(
    store: Store, measures: Measures, vocabulary: Vocabulary, layouts: Mapping[str, Mapping[int, Layout]],
    *, names: Names, options: Options, outcome: Outcome,
) -> None:  # fmt: skip
    attributes = {kind.name: kind.attributes for kind in vocabulary}
    measurer = Measurer(
        store, measures, layouts, attributes, names=names, language=options.language, place=options.place
    )
    outcome.found = measurer.run(options.tick)
    outcome.left = [*measurer.left.values()]
    outcome.remarks = measurer.remarkable()
    plurals = {kind.name: "" if kind.singleton else kind.plural or "" for kind in vocabulary}
    complete = [rule.for_ for rule in measures.facts if rule.complete]
    outcome.document = facts_document(outcome.found, plurals, complete, options.header)


def _settings(
    measures: Measures, mapping: LogMapping | None, options: Options
) -> dict[str, Sequence[SettingValue]]:
    """Values of settings: what the call says, else the mapping, else the measures; each is tried."""
    defaults = {
        name: [SettingValue(value=one.default)] for name, one in measures.settings.items() if one.default
    }
    found: dict[str, Sequence[SettingValue]] = {**defaults, **(mapping.form.settings if mapping else {})}
    found |= dict(options.settings)
    for name, values in found.items():
        for one in values:
            setting_value(measures, name, one.value)
    return found


def _check_zone(store: Store, zone: str) -> None:
    if zone and not store.row("SELECT count(*) FROM pg_timezone_names() WHERE name = $1", [zone])[0]:
        known = [row[0] for row in store.rows("SELECT name FROM pg_timezone_names() ORDER BY name")]
        what = message("there is no time zone {name}", name=zone)
        raise InputError(Problem(Place(), what, suggestion(zone, known)))
