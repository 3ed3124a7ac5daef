"""Pages of recommendations and conclusions."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.documenting.blocks import Block, Code, Line, Page, Pairs, Paragraph, Prose, Soft, joined, line
from ccrules.documenting.changed import who_set_what
from ccrules.documenting.premises import premises
from ccrules.documenting.shown_cases import conclusion_examples
from ccrules.documenting.writing import Writing
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import Inference, Recommendation, Source
from ccrules.text.grammar import inside

RECOMMENDATIONS, CONCLUSIONS = "recommendations", "conclusions"


def recommendation_page(one: Recommendation, writing: Writing) -> Page:
    """The page of a recommendation.

    Args:
        one: the recommendation.
        writing: the language.
    """
    w = writing
    before = w.relations.before.get(one.id, ())
    reasons = list(w.relations.concluding.get(one.id, ()))
    blocks = [
        *_earlier("recommendation", one.id, w),
        Pairs(tuple(_plan(one, w))),
        *w.section("what_to_do", [Prose(w.markdown(one.body))] if one.body else []),
        *w.section("after", w.items(w.recommendation(id) for id in one.after)),
        *w.section("before", w.items(w.recommendation(id) for id in before)),
        *w.section("answers", w.items(w.check(id) for id in w.relations.recommending.get(one.id, ()))),
        *w.section("follows_from", w.items(w.conclusion(rule) for rule in _once(reasons))),
        *w.section("set_by", who_set_what(one, w), "set_by_intro"),
        *w.section("sources", w.items(map(w.source, one.sources))),
    ]
    path = w.paths.path(RECOMMENDATIONS, one.id)
    return Page(path, RECOMMENDATIONS, w.text(one.title), tuple(blocks), w.say("kind.recommendation"), one.id)


def _plan(one: Recommendation, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.effort"), (w.label("effort", one.effort),)
    if one.owner:
        yield w.say("label.owner"), (w.text(one.owner),)
    if one.horizon:
        yield w.say("label.horizon"), (w.text(one.horizon),)
    if one.objectives:
        named = (w.text(w.method.objectives.get(id, {})) or id for id in one.objectives)
        yield w.say("label.objectives"), (w.listing(named),)
    yield w.say("label.ruleset"), line(one.ruleset, " ", Soft("– "), *w.where(one.place))


def _earlier(kind: str, id: str, w: Writing) -> Iterator[Block]:
    earlier = w.relations.earlier_ids(kind, id)
    if earlier:
        yield Paragraph((w.say("earlier"), " ", *joined((Code(old),) for old in earlier)), "note")


def _once(rules: list[Inference]) -> list[Inference]:
    return list({rule.conclusion: rule for rule in rules}.values())


def conclusion_page(id: str, writing: Writing) -> Page:
    """The page of a conclusion, with every inference to it.

    Args:
        id: the id of the conclusion.
        writing: the language.
    """
    w = writing
    rules = w.relations.leading_to[id]
    first = rules[0]
    following = w.relations.led_to_by.get(id, ())
    advice = dict.fromkeys(name for rule in rules for name in rule.recommend)
    explained = dict.fromkeys(name for rule in rules for name in rule.explains)
    blocks = [
        *_earlier("conclusion", id, w),
        Pairs(tuple(_about(first, w))),
        *w.section("says", [Prose(w.markdown(first.body))] if first.body else []),
        *w.section("concluded_where", _rules(rules, w)),
        *w.section("explains", w.items(w.check(name) for name in explained)),
        *w.section("leads_to", w.items(w.conclusion(rule) for rule in _once(list(following)))),
        *w.section("recommendations", w.items(w.recommendation(name) for name in advice)),
        *w.section("examples", conclusion_examples(id, w), "examples_intro"),
        *w.section("sources", w.items(map(w.source, _sources(rules)))),
    ]
    path = w.paths.path(CONCLUSIONS, id)
    return Page(path, CONCLUSIONS, w.text(first.title), tuple(blocks), w.label("kind", first.kind), id)


def _sources(rules: tuple[Inference, ...]) -> list[Source]:
    """The publications behind several inferences, each once."""
    found: list[Source] = []
    for source in (source for rule in rules for source in rule.sources):
        found += [] if source in found else [source]
    return found


def _about(rule: Inference, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.kind"), (w.label("kind", rule.kind),)
    subject = rule.subject or ORGANISATION
    label = w.paths.link("vocabulary", subject, inside(w.type_label(subject)))
    whole: Line = (w.say("put_to_whole"),)
    yield w.say("label.about"), whole if subject == ORGANISATION else (w.say("put_to_each"), " ", label)
    if rule.severity:
        yield w.say("label.severity"), (w.severity(rule.severity),)


def _rules(rules: tuple[Inference, ...], w: Writing) -> Iterator[Block]:
    for rule in rules:
        told = w.say("inference", belief=rule.belief)
        where = (Soft("("), Code(rule.id), Soft(", "), *w.where(rule.place), Soft(")"))
        yield Paragraph((told, " ", *where, w.say("colon").rstrip(" ")), "lead")
        yield from w.items(premises(rule, w))
