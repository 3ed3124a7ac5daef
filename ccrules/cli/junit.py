"""Results of rule tests as JUnit XML, which continuous integration shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ccrules.cli.terminal import problem_line

if TYPE_CHECKING:
    from ccrules.ruleset.cases import CaseResult

#: What XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Iterable[CaseResult], folder: Path, language: str) -> bytes:
    """One suite for each test file, one case for each test.

    Args:
        results: what came of the tests.
        folder: files in it are named relative to it.
        language: ``en`` or ``fr``.
    """
    files: dict[str, list[CaseResult]] = {}
    for result in results:
        files.setdefault(result.case.place.file, []).append(result)
    root = Element(
        "testsuites", {"name": "ccrules", **_counts([one for some in files.values() for one in some])}
    )
    for file, some in files.items():
        name = _relative(file, folder)
        suite = SubElement(root, "testsuite", {"name": name, **_counts(some)})
        for result in some:
            _case(suite, result, name, language)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _counts(results: list[CaseResult]) -> dict[str, str]:
    failed = sum(not result.passed for result in results)
    return {"tests": str(len(results)), "failures": str(failed), "errors": "0"}


def _case(suite: Element, result: CaseResult, file: str, language: str) -> None:
    place = result.case.place
    case = SubElement(
        suite, "testcase", classname=file, name=_clean(result.case.name), file=file, line=str(place.line)
    )
    if not result.passed:
        lines = [_clean(problem_line(one, language)) for one in result.differences]
        SubElement(case, "failure", message=lines[0]).text = "\n".join(lines)


def _relative(file: str, folder: Path) -> str:
    path = Path(file)
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
