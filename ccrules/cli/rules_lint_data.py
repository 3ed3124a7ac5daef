"""Remarks of lint for programs: as JSON, and as SARIF for code hosts and editors.

Reference: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ccrules.cli.terminal import say
from ccrules.errors import Place
from ccrules.ruleset.model import Remark
from ccrules.ruleset.remarks import NOTES
from ccrules.version import __version__


def as_json(remarks: Sequence[Remark], accepted: int, versions: Mapping[str, str], language: str) -> str:
    """Remarks as JSON (``ccrules/lint/1``).

    Args:
        remarks: those that nobody accepts.
        accepted: how many more are accepted with a reason.
        versions: of the rulesets, by name.
        language: ``en`` or ``fr``.
    """
    data = {
        "schema": "ccrules/lint/1",
        "rulesets": dict(versions),
        "accepted": accepted,
        "remarks": [
            {
                "code": one.code,
                "level": "note" if one.code in NOTES else "remark",
                "of": one.of or None,
                "file": one.place.file or one.place.cell,
                "line": one.place.line,
                "column": one.place.column,
                "what": say(one.what, language),
                "hint": say(one.hint, language) if one.hint else None,
            }
            for one in remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_sarif(remarks: Sequence[Remark], accepted: int, versions: Mapping[str, str], language: str) -> str:
    """Remarks as SARIF 2.1.0; see :func:`as_json`."""
    from ccrules.renderers.sarif import SCHEMA

    codes = sorted({one.code for one in remarks})
    driver = {
        "name": "ccrules rules lint",
        "semanticVersion": __version__,
        "language": language,
        "rules": [{"id": code} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code), language) for one in remarks],
        "properties": {"accepted": accepted, "rulesets": dict(versions)},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _uri(file: str) -> str:
    """Relative to the current folder where it lies below it, as code hosts want it."""
    path = Path(file).resolve()
    below = path.is_relative_to(Path.cwd())
    return quote(path.relative_to(Path.cwd()).as_posix(), safe="/") if below else path.as_uri()


def _result(one: Remark, index: int, language: str) -> dict[str, Any]:
    from ccrules.renderers.sarif import FINGERPRINT, fingerprint

    text = say(one.what, language) + (f" ({say(one.hint, language)})" if one.hint else "")
    return {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": "note" if one.code in NOTES else "warning",
        "message": {"text": text},
        "locations": [_location(one.place)],
        "partialFingerprints": {FINGERPRINT: fingerprint(f"{one.code}:{one.of}:{one.what}")},
    }


def _location(place: Place) -> dict[str, Any]:
    """A region of a file; of what a plugin declares in Python, the plugin and its hook."""
    if not place.file:
        return {"logicalLocations": [{"fullyQualifiedName": place.cell}]}
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    return {"physicalLocation": physical}
