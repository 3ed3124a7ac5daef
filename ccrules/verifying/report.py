"""Whether a rendered report says nothing in figures that its assessment does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ccrules.assessment import Assessment, Finding, Recommendation
from ccrules.documents import read_bytes
from ccrules.errors import InputError, Place, Problem, message
from ccrules.renderers import json as json_renderer
from ccrules.renderers.options import RenderOptions
from ccrules.verifying.ledger import Ledger
from ccrules.verifying.passages import passages

#: A sentence in a message is at most so long.
_LONGEST = 160


def read_assessment(path: Path) -> Assessment:
    """Read an assessment that was rendered as JSON.

    Args:
        path: the file.

    Raises:
        InputError: it is none.
    """
    file = path.as_posix()
    try:
        return Assessment.model_validate_json(read_bytes(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        what = message(
            "this is no assessment: {reason}", reason=f"{where}: {first['msg']}" if where else first["msg"]
        )
        hint = message("write one with {command}", command="ccrules assess FACTS -o assessment.json")
        raise InputError(Problem(Place(file), what, hint)) from None


def verify(content: bytes, file: str, assessment: Assessment, options: RenderOptions) -> Iterator[Problem]:
    """Everything in a report that can't be traced to its assessment, and every gap in the chain itself.

    Args:
        content: of the rendered report.
        file: its name, which tells its kind.
        assessment: what it was made from.
        options: language and template folders.

    Raises:
        InputError: reports of this kind can't be read, or this one is broken.
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".json":
        yield from _differences(content, file, assessment)
    else:
        yield from _figures(content, file, suffix, Ledger(assessment, options))
    yield from broken_chains(assessment, file)


def _figures(content: bytes, file: str, suffix: str, ledger: Ledger) -> Iterator[Problem]:
    for passage in passages(content, file, suffix):
        for figure in ledger.unaccounted(passage):
            sentence = " ".join(passage.text.split())
            sentence = sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}…"
            what = message("{figure} comes from nothing in the assessment", figure=figure)
            yield Problem(passage.place, what, message("it says: {sentence}", sentence=sentence))


# --- JSON ------------------------------------------------------------------------------------


def _differences(content: bytes, file: str, assessment: Assessment) -> Iterator[Problem]:
    try:
        found = json.loads(content)
    except ValueError:
        what = message("this is not JSON")
        raise InputError(Problem(Place(file), what, message("render the report again"))) from None
    wanted = json.loads(json_renderer.render(assessment, RenderOptions()))
    for path, value, right in _compared(found, wanted, ""):
        what = message("{value} comes from nothing in the assessment", value=value)
        yield Problem(Place(file, cell=path), what, message("it holds {value}", value=right))


def _compared(found: Any, wanted: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in found:
            yield from _compared(found[key], wanted.get(key), f"{path}.{key}" if path else key)
    elif isinstance(found, list) and isinstance(wanted, list):
        for number, one in enumerate(found):
            yield from _compared(one, wanted[number] if number < len(wanted) else None, f"{path}[{number}]")
    elif found != wanted or type(found) is not type(wanted):
        yield path, _short(found), _short(wanted)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


# --- the chain from action to fact -------------------------------------------------------------


def broken_chains(assessment: Assessment, file: str) -> Iterator[Problem]:
    """Every recommendation without a finding or conclusion, every finding without evidence.

    A form for an audience shows the findings that weigh most, so its actions may resolve others as well.

    Args:
        assessment: the assessment.
        file: the name for places.
    """
    findings = {one.id for one in assessment.findings}
    if assessment.audience is not None:
        findings |= {name for one in assessment.recommendations for name in one.resolves}
    conclusions = {one.key for one in assessment.conclusions}
    enabled = {name for one in assessment.recommendations for name in one.after}
    for action in assessment.recommendations:
        yield from _action_problems(action, findings, conclusions, enabled, file)
    concluded = {one.id for one in assessment.conclusions if one.because}
    for finding in assessment.findings:
        if not _has_grounds(finding, concluded):
            what = message("the finding {name} has no evidence", name=finding.id)
            yield Problem(Place(file), what, message("look at its check, and assess again"))


def _action_problems(
    action: Recommendation, findings: set[str], conclusions: set[str], enabled: set[str], file: str
) -> Iterator[Problem]:
    hint = message("look at the ruleset, and assess again")
    lost = [name for name in action.resolves if name not in findings]
    lost += [name for name in action.addresses if name not in conclusions]
    for name in lost:
        what = message(
            "the recommendation {name} resolves {other}, which is not there", name=action.id, other=name
        )
        yield Problem(Place(file), what, hint)
    if not (action.resolves or action.addresses or action.rejected or action.id in enabled):
        what = message("the recommendation {name} has neither a finding nor a conclusion", name=action.id)
        yield Problem(Place(file), what, hint)


def _has_grounds(finding: Finding, concluded: set[str]) -> bool:
    if finding.inferred:
        return finding.check in concluded or bool(concluded)
    return bool(finding.evidence or finding.outcomes)
