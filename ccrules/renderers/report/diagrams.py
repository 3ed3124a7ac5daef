"""Diagrams with the findings marked on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ccrules.assessment import DiagramInfo, DiagramNode, Finding
from ccrules.renderers.report.model import Connection, Diagram, Spot
from ccrules.renderers.report.reading import Reading, worst_first


def diagrams(reading: Reading) -> tuple[Diagram, ...]:
    """The diagrams of the method, as far as the facts fill them.

    Args:
        reading: the assessment.
    """
    found: dict[str, list[Finding]] = {}
    for finding in reading.assessment.findings:
        found.setdefault(f"{finding.subject.type}/{finding.subject.id}", []).append(finding)
    return tuple(_diagram(reading, one, found) for one in reading.assessment.diagrams)


def _diagram(reading: Reading, given: DiagramInfo, found: Mapping[str, Sequence[Finding]]) -> Diagram:
    names = {_key(node): _name(reading, node) for node in given.nodes}
    return Diagram(
        id=given.id,
        title=given.title,
        intro=given.intro,
        columns=given.columns,
        spots=tuple(_spot(reading, node, found.get(_key(node), ())) for node in given.nodes),
        links=tuple(
            Connection(
                one.source, one.target, names[one.source], names[one.target], one.label, one.size, one.text
            )
            for one in given.edges
        ),
        more=reading.say("chart.left_out", n=given.left_out) if given.left_out else "",
    )


def _key(node: DiagramNode) -> str:
    return f"{node.subject.type}/{node.subject.id}"


def _name(reading: Reading, node: DiagramNode) -> str:
    return reading.subject(node.subject)


def _spot(reading: Reading, node: DiagramNode, found: Sequence[Finding]) -> Spot:
    worst = min((one.severity for one in found), key=worst_first, default="")
    first = min(found, key=lambda one: worst_first(one.severity), default=None)
    return Spot(
        id=_key(node),
        column=node.column,
        title=_name(reading, node),
        text=node.text,
        size=node.size,
        notes=node.notes,
        open=node.open,
        findings=len(found),
        worst=worst,
        worst_label=reading.severity(worst) if worst else "",
        anchor=reading.anchor("finding", first.id) if first else "",
    )
