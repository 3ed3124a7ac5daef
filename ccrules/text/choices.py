"""Values of a choice that know what people call them.

To everything that computes they are the plain text they always were; only printing says their label.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules.text.grammar import inside
from ccrules.text.language import localise
from ccrules.values import OneOf, PartialSet

#: The label of each value, by language.
Labels = Mapping[str, Mapping[str, str]]


class Chosen(str):
    """A value of a choice; equal to the plain text, and printed as its label."""

    __slots__ = ("_labels",)
    _labels: Mapping[str, str]

    def said(self, language: str) -> str:
        """The label as it stands inside a sentence.

        Args:
            language: ``en`` or ``fr``.
        """
        return inside(localise(self._labels, language))


def with_labels(value: Any, labels: Labels) -> Any:
    """A value, alternatives or a set of a choice that print as their labels; anything else as it is.

    Args:
        value: plain, or not.
        labels: the labels of the choice; a value without one prints as it is written.
    """
    if value.__class__ is str:
        return _chosen(value, labels)
    if isinstance(value, OneOf):
        return OneOf(tuple(with_labels(one, labels) for one in value._candidates))
    if isinstance(value, PartialSet):
        return PartialSet(frozenset(with_labels(one, labels) for one in value._members))
    if value.__class__ is frozenset or value.__class__ is tuple:
        return value.__class__(with_labels(one, labels) for one in value)
    return value


def _chosen(value: str, labels: Labels) -> str:
    if not labels.get(value):
        return value
    chosen = Chosen(value)
    chosen._labels = labels[value]
    return chosen


def attribute_seen(owner: Any, name: str, value: Any) -> Any:
    """What a template sees of an entity's attribute: values of a choice with their labels.

    Args:
        owner: what the attribute is read of; only entities have labels.
        name: the attribute.
        value: its value.
    """
    kind = getattr(owner, "_type", None)
    attribute = getattr(kind, "attributes", {}).get(name)
    return with_labels(value, attribute.labels) if attribute is not None and attribute.labels else value
