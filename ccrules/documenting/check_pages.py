"""A page for each check."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.documenting.blocks import (
    Block,
    Code,
    Item,
    Line,
    Page,
    Pairs,
    Paragraph,
    Part,
    Row,
    Soft,
    joined,
    line,
)
from ccrules.documenting.changed import who_set_what
from ccrules.documenting.decided import decided
from ccrules.documenting.shown_cases import check_examples
from ccrules.documenting.values import bounds
from ccrules.documenting.writing import Writing
from ccrules.facts.vocabulary import OUTCOME, Attribute
from ccrules.ruleset.model import Check, Inference
from ccrules.text.grammar import inside

FOLDER = "checks"


def check_page(check: Check, writing: Writing) -> Page:
    """The page of a check.

    Args:
        check: the check.
        writing: the language.
    """
    w = writing
    blocks = [
        *_notices(check, w),
        Pairs(tuple(_at_a_glance(check, w))),
        *w.section("finds", _finds(check, w)),
        *w.section("why", _why(check, w)),
        *w.section("decided", decided(check, w)),
        *w.section("parameters", _parameters(check, w)),
        *w.section("facts", _facts(check, w), "facts_intro"),
        *w.section("recommendations", w.recommendations(check.recommend)),
        *w.section("related", _related(check, w)),
        *w.section("examples", check_examples(check, w), "examples_intro"),
        *w.section("set_by", who_set_what(check, w), "set_by_intro"),
        *w.section("sources", w.items(map(w.source, check.sources))),
    ]
    title, path = w.text(check.title), w.paths.path(FOLDER, check.id)
    return Page(path, "topics", title, tuple(blocks), w.say("kind.check"), check.id)


def _notices(check: Check, w: Writing) -> Iterator[Block]:
    if check.off:
        yield Paragraph((w.say("off", reason=w.text(check.off)),), "warning")
    if check.deprecated:
        yield Paragraph((w.say("deprecated", instead=w.text(check.deprecated)),), "warning")
    earlier = w.relations.earlier_ids("check", check.id)
    if earlier:
        yield Paragraph((w.say("earlier"), " ", *joined((Code(old),) for old in earlier)), "note")


def _at_a_glance(check: Check, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.put_to"), _put_to(check, w)
    yield w.say("label.severity"), w.severity_line(check) or (Code(check.severity.text),)
    if check.topics:
        yield w.say("label.topics"), w.topics(check.topics)
    if check.doubts:
        yield w.say("label.doubts"), _doubts(check, w)
    yield w.say("label.ruleset"), line(check.ruleset, " ", Soft("– "), *w.where(check.place))


def _put_to(check: Check, w: Writing) -> Line:
    if not check.subject:
        return (w.say("put_to_whole"),)
    label = inside(w.type_label(check.subject))
    return line(w.say("put_to_each"), " ", w.paths.link("vocabulary", check.subject, label))


def _doubts(check: Check, w: Writing) -> Line:
    found = []
    for one in check.doubts:
        owner, _, name = one.text.partition(".")
        attribute = w.method.vocabulary.attribute(owner, name)
        found.append((w.attribute(owner, attribute) if attribute else Code(one.text),))
    return (*joined(found), Soft(" " + w.say("doubt", factor=check.doubt)))


def _finds(check: Check, w: Writing) -> Iterator[Block]:
    message = w.filled(check.message)
    if message:
        yield Paragraph(message, "lead")
    else:
        yield Paragraph((w.text(check.title),), "lead")
    strength = w.filled(check.strength)
    if strength:
        yield Paragraph((f"{w.say('strength')} ", *strength))


def _why(check: Check, w: Writing) -> Iterator[Block]:
    """What good looks like, and what follows where it is not so."""
    if check.advice:
        yield Paragraph(w.filled(check.advice))
    following = [rule for rule in _inferences(check, w) if rule.kind != "strength"]
    for kind in ("consequence", "cause", "anti-pattern"):
        found = [rule for rule in following if rule.kind == kind]
        if found:
            yield Paragraph((w.say(f"why.{kind}"),))
            yield from w.items(w.conclusion(rule) for rule in _once(found))


def _inferences(check: Check, w: Writing) -> tuple[Inference, ...]:
    return w.relations.inferences_of.get(check.id, ())


def _once(rules: list[Inference]) -> list[Inference]:
    return list({rule.conclusion: rule for rule in reversed(rules)}.values())[::-1]


def _parameters(check: Check, w: Writing) -> list[Block]:
    rows = []
    for name in w.relations.parameters(check):
        parameter = w.method.parameters[name]
        value = w.value(parameter.value, parameter.unit, parameter.labels)
        sources = joined((w.source(one).line for one in parameter.sources), "; ")
        reason = line(w.text(parameter.why), " " if sources else "", *sources)
        label: Line = (w.parameter(name), " ", Code(name))
        rows.append(Row((label, (value,), (bounds(parameter, w),), reason)))
    return w.table("parameter value bounds why", rows, "parameters", "parameters")


def _facts(check: Check, w: Writing) -> Iterator[Block]:
    seen = w.relations.seen(check)
    if seen:
        yield Paragraph((w.say("reads_outcomes", n=len(seen)),))
        yield from w.items(map(w.check, seen))
    for name in w.relations.lists(check):
        whole = w.paths.link("vocabulary", name, inside(w.type_label(name, plural=True)))
        yield Paragraph(line(w.say("reads_list"), " ", whole))
    rows = [
        _fact(owner, attribute, w)
        for owner, name in w.relations.facts(check)
        if owner != OUTCOME and (attribute := w.method.vocabulary.attribute(owner, name)) is not None
        if attribute.inverse_of is None
    ]
    yield from w.table("fact question who how", rows, "facts", "facts")


def _fact(owner: str, attribute: Attribute, w: Writing) -> Row:
    name: Line = (w.attribute(owner, attribute), " ", Code(f"{owner}.{attribute.name}"))
    if attribute.derive:
        return Row((name, (Soft(w.say("computed")),), (), ()))
    question = w.text(attribute.question)
    return Row((name, line(question), line(w.text(attribute.ask)), line(w.text(attribute.obtain))))


def _related(check: Check, w: Writing) -> list[Block]:
    """The inferences that read it, and what each concludes."""
    return w.items(_inference(rule, check, w) for rule in _inferences(check, w))


def _inference(rule: Inference, check: Check, w: Writing) -> Item:
    part: list[Part] = [*w.conclusion(rule), Soft(" – "), Code(rule.id)]
    if check.id in rule.explains:
        part.append(Soft(f", {w.say('explains_it')}"))
    return Item(tuple(part))
