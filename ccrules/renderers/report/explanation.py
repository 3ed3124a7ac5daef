"""A full explanation, nested as the evaluator gives it, as indented lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ccrules.assessment import OriginInfo
from ccrules.renderers.report.model import Line
from ccrules.renderers.report.reading import Reading

_MARKS = {"true": "✓", "false": "✗", "open": "?", "not_applicable": "–"}
#: Lines of one explanation that a report prints.
MAX_LINES = 60


def explanation_lines(reading: Reading, explanation: Mapping[str, Any] | None) -> tuple[Line, ...]:
    """An explanation as lines, cut after :data:`MAX_LINES`.

    Args:
        reading: the assessment, for words and numbers.
        explanation: the tree: each node has a sentence, or else its text and value, and under
            ``facts``, ``rows`` and ``parts`` the nodes below it; ``remarks`` are lines behind the tree.
    """
    if not explanation:
        return ()
    lines: list[Line] = []
    for line in _lines(reading, explanation, 0):
        if len(lines) == MAX_LINES:
            return (*lines, Line(0, "…"))
        lines.append(line)
    return tuple(lines)


def _lines(reading: Reading, node: Mapping[str, Any], depth: int) -> Iterator[Line]:
    text = _sentence(reading, node)
    if text:
        yield Line(depth, text)
    for name in ("facts", "rows", "parts"):
        for child in node.get(name) or ():
            yield from _lines(reading, child, depth + bool(text))
    for remark in node.get("remarks") or ():
        yield Line((len(remark) - len(remark.lstrip())) // 2, remark.strip().removeprefix("- "))
    if node.get("more_rows"):
        yield Line(depth + 1, reading.say("count.more", n=node["more_rows"]))


def _sentence(reading: Reading, node: Mapping[str, Any]) -> str:
    """One line: the expression or fact, its value, and where the value comes from."""
    if node.get("sentence"):
        head = " ".join(part for part in (_MARKS.get(node.get("outcome", "")), node["sentence"]) if part)
    else:
        head = str(node.get("text") or node.get("fact") or "")
        if head and "value" in node:
            head = f"{head} = {reading.value(node['value'])}"
    origin = (
        reading.origin(OriginInfo(**node["origin"])) if node.get("origin") else str(node.get("set_by") or "")
    )
    return f"{head} [{origin}]" if head and origin else head
