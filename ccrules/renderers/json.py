"""The assessment as JSON, in the form that ``ccrules schema assessment`` describes.

Keys stand in the order of the model. What the outside surface promises is always there;
further keys are left out where they hold nothing but their default.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from ccrules import assessment as a
from ccrules.renderers.options import RenderOptions

FORMAT = "json"
EXTENSIONS = (".json",)

#: Optional keys that are always written, because other tools rely on them.
_KEPT: Mapping[type[a.Part], frozenset[str]] = {
    a.Assessment: frozenset(a.Assessment.model_fields)
    - {"comments", "what_if", "follow_up", "scores", "waivers", "review", "audience"}
    - {"profiles", "lock"}
    - {"facts", "attributes", "definitions", "aliases"},
    a.Head: frozenset({"name", "date", "language", "status"}),
    a.Finding: frozenset({"exposure", "values", "parameters", "recommendations", "sources", "evidence"}),
    a.Evidence: frozenset({"value", "origin"}),
    a.OriginInfo: frozenset({"file", "line", "column"}),
    a.NotAssessed: frozenset({"would"}),
    a.Conclusion: frozenset({"explains", "because", "recommendations"}),
    a.Because: frozenset({"findings", "conclusions", "facts", "belief"}),
    a.Hypothesis: frozenset({"missing", "supported"}),
    a.Recommendation: frozenset({"resolves", "addresses", "after", "objectives"}),
    a.TopicInfo: frozenset(a.TopicInfo.model_fields),
    a.CheckInfo: frozenset({"assessed", "failed", "total"}),
    a.Gap: frozenset({"count", "checks", "blocks"}),
    a.ParameterValue: frozenset({"set_by"}),
}
#: Whole numbers below this are exact in every JSON reader.
_EXACT = 2**53
_STEP = "  "
#: Parts that many others have in common.
_SHARED = frozenset((a.Subject, a.Evidence, a.MissingGroup))

#: Of each field: its name, its key as text, whether it is left out where it has its default, the default.
_Plan = tuple[tuple[str, str, bool, Any], ...]


def render(assessment: a.Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - every renderer takes them
    """Render an assessment as JSON with two spaces of indent and a newline at the end.

    Args:
        assessment: the assessment.
        options: not used; texts are in the language of the assessment already.
    """
    return written(assessment)


def written(part: a.Part) -> str:
    """Any part, or a comparison of two assessments, as JSON.

    Args:
        part: the part.
    """
    text = _Writer(encode_basestring).text(part, "\n")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character, from an odd source: escaped, so that the file stays UTF-8
        text = _Writer(encode_basestring_ascii).text(part, "\n")
    return text + "\n"


class _Writer:
    """Writes values as indented JSON.

    With indentation the standard library's encoder runs in Python, key by key, over a copy of the
    whole as dictionaries. This one goes over the parts themselves, several times as fast, and
    writes what thousands of outcomes have in common once.

    Args:
        quoted: writes a text.
    """

    def __init__(self, quoted: Callable[[str], str]) -> None:
        self._quoted = quoted
        self._texts: dict[tuple[int, str], tuple[a.Part, str]] = {}

    def text(self, value: Any, margin: str) -> str:
        """Any value; ``margin`` is the line break before the brace or bracket that closes it."""
        if isinstance(value, str):
            return self._quoted(value)
        if type(value) in _SHARED:
            return self._shared(value, margin)
        if isinstance(value, a.Part):
            return self._part(value, margin)
        if value is None or isinstance(value, bool | int | float):
            return _scalar(value)
        if isinstance(value, Mapping):
            entries = [
                f"{self._quoted(str(key))}: {self.text(one, margin + _STEP)}" for key, one in value.items()
            ]
            return _enclosed("{", entries, margin, "}")
        inner, text = margin + _STEP, self.text
        return _enclosed("[", [text(one, inner) for one in value], margin, "]")

    def _shared(self, value: a.Part, margin: str) -> str:
        found = self._texts.get((id(value), margin))
        if found is None:  # the part is kept too, so that no other can have its identity
            found = self._texts[id(value), margin] = (value, self._part(value, margin))
        return found[1]

    def _part(self, part: a.Part, margin: str) -> str:
        inner, values, entries = margin + _STEP, part.__dict__, []
        for name, key, optional, default in _plan(part.__class__):
            value = values[name]
            if not optional or value != default:
                entries.append(key + self.text(value, inner))
        return _enclosed("{", entries, margin, "}")


@cache
def _plan(kind: type[a.Part]) -> _Plan:
    kept = _KEPT.get(kind, frozenset())
    return tuple(
        (
            name,
            f"{json.dumps(field.alias or name)}: ",
            not field.is_required() and name not in kept,
            None if field.is_required() else field.get_default(),
        )
        for name, field in kind.model_fields.items()
    )


def _enclosed(begin: str, entries: list[str], margin: str, end: str) -> str:
    inner = margin + _STEP
    return f"{begin}{inner}{f',{inner}'.join(entries)}{margin}{end}" if entries else begin + end


def _scalar(value: float | None) -> str:
    return json.dumps(_number(value) if isinstance(value, float) else value)


def _number(value: float) -> float | int | None:
    """Whole floats as integers; what JSON has no number for as null."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
