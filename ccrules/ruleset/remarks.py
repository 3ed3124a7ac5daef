"""What is odd in a method but usable; each kind of remark has a code that never changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccrules.errors import Place, message
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Check, Inference, Method, Parameter, Recommendation, Remark

MISSING_LANGUAGE = "R001"
OTHER_PLACEHOLDERS = "R002"
UNUSED_RECOMMENDATION = "R003"
UNUSED_PARAMETER = "R004"
NO_TESTS = "R005"
LEFT_OUT = "R006"
CONSTANT = "R007"
UNSEEN = "R008"
ALIAS_USED = "R009"
DEPRECATED = "R010"
UNREAD = "R011"
DUPLICATE = "R012"
SHADOWED = "R013"
GAP = "R014"
OVERLAP = "R015"
CONTRADICTION = "R016"
ACCEPTS_NOTHING = "R017"
TYPE_LEFT_OUT = "R018"
NEVER_GIVEN = "R019"
NEVER_THERE = "R020"
VALUE_IN_TEXT = "R021"
LIMIT_TWICE = "R022"
SUBJECT_UNREAD = "R023"
NAME_UNREAD = "R024"
CASE_FOR_NOTHING = "R025"
LABEL_SHARED = "R026"
WAITS_IN_VAIN = "R027"
#: What is only worth knowing: lint tells it and does not fail for it.
NOTES = frozenset({UNREAD, NAME_UNREAD, WAITS_IN_VAIN})
#: Every code there is; each has a section in the guide to lint.
CODES = tuple(f"R{number:03}" for number in range(1, 28))

Item = Check | Inference | Recommendation
_TEXTS = ("title", "message", "strength", "advice", "body", "owner", "horizon")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a method.

    Attributes:
        of: whose text it is, for people.
        field: which text it is.
        wording: by language; a single text has the key ``""``.
        place: where its owner was declared.
        ruleset: the ruleset it belongs to; empty for the vocabulary, which all share.
    """

    of: str
    field: str
    wording: LocalText
    place: Place
    ruleset: str = ""


def missing_languages(method: Method, *, every_text: bool = False) -> Iterator[Remark]:
    """Texts that are not there in a language which their ruleset speaks elsewhere.

    Args:
        method: the method.
        every_text: whether to look at more than titles and messages.
    """
    spoken = _languages(method)
    texts = [*texts_of(method), *_texts_of_vocabulary(method)] if every_text else texts_of(method)
    for text in texts:
        if text.wording and "" not in text.wording and (every_text or text.field in ("title", "message")):
            for language in sorted(spoken[text.ruleset] - set(text.wording)):
                yield _missing(text, language)


def _missing(text: Text, language: str) -> Remark:
    what = message(
        "the {field} of {id} is missing in the language {language}",
        field=text.field, id=text.of, language=language,
    )  # fmt: skip
    return Remark(MISSING_LANGUAGE, text.place, what, message("add {key}: …", key=language), text.of)


def texts_of(method: Method) -> Iterator[Text]:
    """Every text of checks, conclusions and recommendations."""
    groups: tuple[Mapping[str, Item], ...] = (method.checks, method.inferences, method.recommendations)
    for item in (item for group in groups for item in group.values()):
        for name in _TEXTS:
            wording = getattr(item, name, None)
            if wording:
                yield Text(item.id, name, wording, item.place, item.ruleset)


def _texts_of_vocabulary(method: Method) -> Iterator[Text]:
    for entity in method.vocabulary:
        for name in ("label", "label_plural"):
            yield Text(entity.name, name, getattr(entity, name), entity.place)
        for attribute in entity.attributes.values():
            for name in ("label", "question", "ask", "obtain"):
                full_name = f"{entity.name}.{attribute.name}"
                yield Text(full_name, name, getattr(attribute, name), attribute.place)
    for parameter in method.parameters.values():
        for name in ("label", "why"):
            yield Text(f"params.{parameter.name}", name, getattr(parameter, name), parameter.place)
    yield from _texts_of_scores(method)


def _texts_of_scores(method: Method) -> Iterator[Text]:
    if method.scores is None:
        return
    yield Text("scores", "why", method.scores.why, method.scores.place)
    for gate in method.scores.gates.values():
        yield from (Text(gate.id, name, getattr(gate, name), gate.place) for name in ("title", "why"))
    for target in method.scores.targets.values():
        yield from (Text(target.id, name, getattr(target, name), target.place) for name in ("title", "why"))


def _languages(method: Method) -> dict[str, set[str]]:
    """The languages each ruleset speaks; under the empty name those that any of them speaks."""
    spoken: dict[str, set[str]] = {"": set()}
    for text in texts_of(method):
        for name in ("", text.ruleset):
            spoken.setdefault(name, set()).update(filter(None, text.wording))
    return spoken


def unused_recommendations(method: Method) -> Iterator[Remark]:
    """Recommendations that nothing leads to."""
    recommended = _recommended(method)
    for name, recommendation in method.recommendations.items():
        if name not in recommended:
            what = message("nothing recommends {id}", id=name)
            yield Remark(
                UNUSED_RECOMMENDATION,
                recommendation.place,
                what,
                message("name it under recommend:, or delete it"),
                name,
            )


def _recommended(method: Method) -> set[str]:
    """What checks and inferences lead to, and what has to be done before it."""
    found: set[str] = set()
    left = {name for check in method.checks.values() for name in check.recommend}
    left |= {name for rule in method.inferences.values() for name in rule.recommend}
    while left:
        found |= left
        known = (method.recommendations[name] for name in left if name in method.recommendations)
        left = {before for item in known for before in item.after} - found
    return found


def unused_parameters(parameters: Mapping[str, Parameter], used: Collection[str]) -> Iterator[Remark]:
    """Parameters that no expression and no text reads.

    Args:
        parameters: by name.
        used: the names of those that are read.
    """
    for name, parameter in parameters.items():
        if name not in used:
            what = message("nothing reads the parameter {name}", name=name)
            yield Remark(
                UNUSED_PARAMETER,
                parameter.place,
                what,
                message("use it as params.{name}, or delete it", name=name),
                name,
            )


def left_out(check: Check, lacking: Iterable[str]) -> Remark:
    """A Python check of a plugin for which these rulesets lack something."""
    what = message("{id} was left out: the rulesets lack {names}", id=check.id, names=", ".join(lacking))
    return Remark(LEFT_OUT, check.place, what, message("load the ruleset it was written for"), check.id)
