"""The assessment as JSON, in the form that ``ccrules schema assessment`` describes.

Keys stand in the order of the model. What the outside surface promises is always there;
further keys are left out where they hold nothing but their default.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from ccrules import assessment as a
from ccrules.renderers.options import RenderOptions

FORMAT = "json"
EXTENSIONS = (".json",)

#: Optional keys that are always written, because other tools rely on them.
_KEPT: Mapping[type[a.Part], frozenset[str]] = {
    a.Assessment: frozenset(a.Assessment.model_fields) - {"comments", "what_if"},
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


def render(assessment: a.Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - every renderer takes them
    """Render an assessment as JSON with two spaces of indent and a newline at the end.

    Args:
        assessment: the assessment.
        options: not used; texts are in the language of the assessment already.
    """
    text = json.dumps(_plain(assessment), ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character, from an odd source: escaped, so that the file stays UTF-8
        text = json.dumps(_plain(assessment), ensure_ascii=True, indent=2, allow_nan=False)
    return text + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, a.Part):
        return _object(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(found) for found in value]
    return _number(value) if isinstance(value, float) else value


def _object(part: a.Part) -> dict[str, Any]:
    kept, found = _KEPT.get(type(part), frozenset()), {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if not field.is_required() and name not in kept and value == field.get_default():
            continue
        found[field.alias or name] = _plain(value)
    return found


def _number(value: float) -> float | int | None:
    """Whole floats as integers; what JSON has no number for as null."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
