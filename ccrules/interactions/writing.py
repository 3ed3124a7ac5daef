"""Mappings and facts as files that people read and change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ccrules.errors import Problem, message
from ccrules.facts.writing import yaml_text
from ccrules.interactions.forms import Measures
from ccrules.interactions.mapping import QUESTION, Column, Log, MappingForm
from ccrules.text.language import localise, translate


def mapping_text(form: MappingForm, questions: Iterable[Problem], measures: Measures, language: str) -> str:
    """A mapping as YAML, with what is open as comments above it.

    Args:
        form: the mapping.
        questions: what somebody has to say.
        measures: the fields and settings there are.
        language: of the comments.
    """
    head = [
        translate(
            message("How these logs are read. Change what is wrong and give it back with --mapping."),
            language,
        )
    ]
    asked = list(questions)
    if asked:
        head.append(translate(message("Answer what is marked with a question mark:"), language))
        head += [f"- {_said(one, language)}" for one in asked]
    head.append(translate(message("What no log tells can be said under settings:"), language))
    head += [f"- {name}: {localise(one.label, language)}" for name, one in measures.settings.items()]
    comments = "".join(f"# {line}\n" for line in " \n".join(head).splitlines())
    comments = "\n".join(line.rstrip() for line in comments.splitlines())
    return f"{comments}\n{yaml_text(_plain(form))}"


def _said(problem: Problem, language: str) -> str:
    hint = f" ({translate(problem.hint, language)})" if problem.hint else ""
    return " ".join(f"{problem.place.file}: {translate(problem.what, language)}{hint}".split())


def _plain(form: MappingForm) -> dict[str, Any]:
    found: dict[str, Any] = {"mapping": form.mapping}
    if form.settings:
        found["settings"] = {
            name: [{"value": one.value, **({"for": one.for_} if one.for_ else {})} for one in values]
            for name, values in form.settings.items()
        }
    return {**found, "logs": [_log(log) for log in form.logs]}


def _log(log: Log) -> dict[str, Any]:
    found: dict[str, Any] = {"files": log.files, "rows": log.rows}
    for name in ("encoding", "separator", "sheet", "timezone"):
        if getattr(log, name):
            found[name] = getattr(log, name)
    if log.header != 1:
        found["header"] = log.header
    found["columns"] = {name: _column(column) for name, column in log.columns.items()}
    if log.unused:
        found["unused"] = log.unused
    return found


def _column(column: Column) -> Any:
    given = column.model_dump(by_alias=True, exclude_defaults=True)
    return given.get("column", QUESTION) if set(given) == {"column"} else given


def facts_document(
    found: Mapping[str, Mapping[str, Mapping[str, Any]]], plurals: Mapping[str, str], complete: Iterable[str],
    header: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """The facts as a fact file holds them.

    Args:
        found: values by entity type, id and attribute.
        plurals: what lists are called; empty for entities of which there is one.
        complete: entity types whose lists have no further members.
        header: what ``assessment`` says beside which lists are excerpts: a log can't know who else there is.
    """
    document: dict[str, Any] = {}
    excerpt = [plurals[kind] for kind in found if plurals[kind] and kind not in complete]
    document["assessment"] = {**header, **({"excerpt": excerpt} if excerpt else {})}
    for kind, members in found.items():
        if plurals[kind]:
            document[plurals[kind]] = [{"id": name, **values} for name, values in members.items()]
        else:
            document[kind] = dict(members.get("", {}))
    return document
