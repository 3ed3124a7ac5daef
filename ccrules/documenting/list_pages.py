"""Pages that list: the start, topics, recommendations, conclusions, parameters, profiles, scores, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ccrules.documenting.blocks import (
    Address,
    Block,
    Code,
    Heading,
    Line,
    Page,
    Pairs,
    Paragraph,
    Row,
    Soft,
    joined,
    line,
)
from ccrules.documenting.changed import shown_field, who, who_set_what
from ccrules.documenting.values import bounds
from ccrules.documenting.writing import Writing
from ccrules.ruleset.model import SEVERITIES, Check, Method, Parameter, Source


def title_of(writing: Writing) -> str:
    """The name of the site: that of the last ruleset, which builds on the others."""
    last = writing.method.rulesets[-1] if writing.method.rulesets else None
    return (writing.text(last.title) or last.name) if last else "ccrules"


def start_page(writing: Writing) -> Page:
    """The first page: what the method is, how much there is of it, and its topics."""
    w, m = writing, writing.method
    counted = {
        "checks": len(m.checks),
        "conclusions": len(w.relations.leading_to),
        "recommendations": len(m.recommendations),
        "entities": len(m.vocabulary.types),
        "parameters": len(m.parameters),
        "examples": w.examples.number,
    }
    blocks = (
        Paragraph((w.say("start_intro"),), "lead"),
        Pairs(tuple((w.say(f"count.{name}"), (w.value(n),)) for name, n in counted.items())),
        *([Paragraph((w.say("left_out", n=w.examples.left_out),), "note")] if w.examples.left_out else []),
        *w.section("topics", _topics(w)),
        *w.section("how_to_read", _how_to_read(w)),
        *w.section("rulesets", _rulesets(w), "rulesets_intro" if len(m.rulesets) > 1 else ""),
        *w.section("earlier_ids", _given_up(w)),
    )
    return Page("index", "index", title_of(w), blocks, w.say("kind.start"))


def _topics(w: Writing) -> list[Block]:
    rows = (Row(((w.topic(id),), (str(len(checks)),))) for id, checks in by_topic(w.method).items())
    return w.table("topic checks_number", rows, "topics", "counts")


def _how_to_read(w: Writing) -> list[Block]:
    return [Paragraph((w.say(f"how_to_read.{name}"),)) for name in ("check", "unknown", "examples")]


def _rulesets(w: Writing) -> list[Block]:
    rows = (
        Row(((w.text(one.title) or one.name,), (Code(one.name),), (one.version,), (Code(one.sha256[:12]),)))
        for one in w.method.rulesets
    )
    return w.table("ruleset id version sha256", rows, "rulesets", "counts")


def _given_up(w: Writing) -> list[Block]:
    rows = (
        Row(((Code(old),), (Code(new),)))
        for kind in ("check", "conclusion", "recommendation", "inference")
        for old, new in w.method.aliases.get(kind, {}).items()
    )
    return w.table("earlier now", rows, "earlier_ids")


def by_topic(method: Method) -> Mapping[str, tuple[Check, ...]]:
    """The checks of each topic, in the method's order; those without a topic under an empty name."""
    found: dict[str, list[Check]] = {id: [] for id in method.topics}
    for check in method.checks.values():
        for topic in check.topics or ("",):
            found.setdefault(topic, []).append(check)
    return {topic: tuple(checks) for topic, checks in found.items()}


def topics_page(writing: Writing) -> Page:
    """All checks by topic."""
    w, blocks = writing, list[Block]()
    for id, checks in by_topic(w.method).items():
        title = w.text(w.method.topics[id]) if id in w.method.topics else w.say("no_topic")
        blocks.append(Heading(title, w.topic_anchor(id)))
        if not checks:
            blocks.append(Paragraph((w.say("not_covered"),), "note"))
        blocks += w.table(
            "check put_to severity", (_check(one, w) for one in checks), "checks", "checks", of=title
        )
    return Page("topics", "topics", w.say("page.topics"), tuple(blocks))


def _check(check: Check, w: Writing) -> Row:
    name: Line = (w.paths.link("checks", check.id), f" {w.text(check.title)}")
    if check.off:
        name = (*name, Soft(f" – {w.say('switched_off')}"))
    put_to = w.type_label(check.subject) if check.subject else w.say("put_to_whole")
    return Row((name, (put_to,), w.severity_line(check)))


def recommendations_page(writing: Writing) -> Page:
    """All recommendations."""
    blocks = writing.recommendations(writing.method.recommendations)
    return Page("recommendations", "recommendations", writing.say("page.recommendations"), tuple(blocks))


def conclusions_page(writing: Writing) -> Page:
    """All conclusions, by kind."""
    w, blocks = writing, list[Block]()
    for kind in ("cause", "consequence", "anti-pattern", "strength"):
        rules = [some[0] for some in w.relations.leading_to.values() if some[0].kind == kind]
        rows = (
            Row(
                (
                    (w.paths.link("conclusions", one.conclusion, w.text(one.title)),),
                    (Code(one.conclusion),),
                    (str(len(w.relations.leading_to[one.conclusion])),),
                )
            )
            for one in rules
        )
        if rules:
            blocks.append(Heading(w.say(f"kinds.{kind}"), kind))
            blocks += w.table(
                "conclusion id inferences_number", rows, "conclusions", "counts", of=w.say(f"kinds.{kind}")
            )
    return Page("conclusions", "conclusions", w.say("page.conclusions"), tuple(blocks))


def parameters_page(writing: Writing) -> Page:
    """All parameters."""
    w, blocks = writing, list[Block]([Paragraph((writing.say("parameters_intro"),), "lead")])
    for one in w.method.parameters.values():
        label = w.parameter_label(one)
        blocks += [
            Heading(label[:1].upper() + label[1:], one.name, small=True),
            Pairs(tuple(_parameter(one, w))),
        ]
        blocks += who_set_what(one, w, of=label)
    return Page("parameters", "parameters", w.say("page.parameters"), tuple(blocks))


def _parameter(one: Parameter, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.name"), (Code(one.name),)
    yield w.say("label.value"), line(w.value(one.value, one.unit, one.labels), Soft(" – "), *who(one, w))
    if one.value != one.default:
        yield w.say("label.default"), (w.value(one.default, one.unit, one.labels),)
    if bounds(one, w):
        yield w.say("label.choices" if one.values else "label.bounds"), (bounds(one, w),)
    if one.why:
        yield w.say("label.why"), (w.text(one.why),)
    if one.loosened_by:
        yield w.say("label.loosened"), line(w.text(one.loosened), Soft(f" – {one.loosened_by}"))
    if one.sources:
        yield w.say("label.sources"), joined((w.source(source).line for source in one.sources), "; ")
    users = w.relations.users.get(one.name, ())
    if users:
        yield w.say("label.used_by"), joined((w.paths.link("checks", id),) for id in users)


def profiles_page(writing: Writing, variants: Mapping[str, Method]) -> Page:
    """All profiles, with what each changes.

    Args:
        writing: the language.
        variants: the method with one profile applied, by the profile's name.
    """
    w, blocks = writing, list[Block]([Paragraph((writing.say("profiles_intro"),), "lead")])
    for one in w.method.profiles.values():
        blocks.append(Heading(w.text(one.title) or one.name, one.name))
        blocks += [Paragraph((w.text(one.why),))] if one.why else []
        pairs = [(w.say("label.name"), line(Code(f"--profile {one.name}")))]
        if one.extends:
            pairs.append((w.say("label.extends"), joined((Code(name),) for name in one.extends)))
        if one.chosen:
            pairs.append((w.say("label.chosen"), (w.say("chosen"),)))
        blocks.append(Pairs(tuple(pairs)))
        if one.name in variants:
            blocks += w.table(
                "what field now", _changes(variants[one.name], w), "profile", "changes", of=one.name
            )
    return Page("profiles", "profiles", w.say("page.profiles"), tuple(blocks))


def _changes(variant: Method, w: Writing) -> Iterator[Row]:
    for name, parameter in variant.parameters.items():
        if name in w.method.parameters and parameter.value != w.method.parameters[name].value:
            now = w.value(parameter.value, parameter.unit, parameter.labels)
            yield Row(((w.parameter(name),), (Code("value"),), (now,)))
    for id, check in variant.checks.items():
        before = w.method.checks.get(id)
        for field, place in check.set_at.items():
            if before is None or before.set_at.get(field) != place:
                told = shown_field(getattr(check, field, ""), w)
                yield Row((w.check(id), (Code(field),), (told,)))


def scores_page(writing: Writing) -> Page:
    """How scores are worked out: weights, gates and targets."""
    w, rules = writing, writing.method.scores
    assert rules is not None
    blocks: list[Block] = [Paragraph((w.text(rules.why),))] if rules.why else []
    weights = tuple(((w.severity(name),), (w.value(weight),)) for name, weight in rules.weights.items())
    blocks += w.section("weights", w.table("severity weight", map(Row, weights), "weights", "counts"))
    blocks += w.section("gates", _gates(w))
    blocks += w.section("targets", _targets(w))
    return Page("scores", "scores", w.say("page.scores"), tuple(blocks))


def _gates(w: Writing) -> Iterator[Block]:
    assert w.method.scores is not None
    for one in w.method.scores.gates.values():
        yield Heading(w.text(one.title) or one.id, f"gate-{list(w.method.scores.gates).index(one.id) + 1}", 3)
        if one.why:
            yield Paragraph((w.text(one.why),))
        pairs: list[tuple[str, Line]] = []
        if one.severity:
            pairs.append((w.say("label.tripped_by"), _or_worse(one.severity, w)))
        if one.checks:
            pairs.append((w.say("label.checks"), joined((w.paths.link("checks", id),) for id in one.checks)))
        if one.topics:
            pairs.append((w.say("label.topics"), w.topics(one.topics)))
        if one.cap is not None:
            pairs.append((w.say("label.cap"), (w.value(one.cap),)))
        if one.overall is not None:
            pairs.append((w.say("label.overall"), (w.value(one.overall),)))
        yield Pairs(tuple(pairs))


def _or_worse(severity: str, w: Writing) -> Line:
    worse = f" {w.say('or_worse')}" if severity != SEVERITIES[0] else ""
    return line(w.severity(severity), worse)


def _targets(w: Writing) -> Iterator[Block]:
    assert w.method.scores is not None
    for number, one in enumerate(w.method.scores.targets.values(), 1):
        yield Heading(w.text(one.title) or one.id, f"target-{number}", 3)
        if one.why:
            yield Paragraph((w.text(one.why),))
        pairs: list[tuple[str, Line]] = []
        if one.overall is not None:
            pairs.append((w.say("label.overall_target"), (w.value(one.overall),)))
        if one.topic is not None:
            pairs.append((w.say("label.topic_target"), (w.value(one.topic),)))
        pairs += [(w.topic(id).text, (w.value(score),)) for id, score in one.topics.items()]
        yield Pairs(tuple(pairs))


def sources_page(writing: Writing) -> Page:
    """All publications, with what rests on each."""
    w, found = writing, defaultdict[tuple[str, str], dict[Line, None]](dict)
    for source, link in _cited(w):
        found[(source.title, source.url)][link] = None
    rows = (
        Row(((Address(title, url) if url else title,), joined(links)))
        for (title, url), links in sorted(found.items())
    )
    blocks = w.table("source cited_by", rows, "sources", "sources")
    return Page("sources", "sources", w.say("page.sources"), tuple(blocks))


def _cited(w: Writing) -> Iterator[tuple[Source, Line]]:
    m = w.method
    for check in m.checks.values():
        yield from ((source, (w.paths.link("checks", check.id),)) for source in check.sources)
    for one in m.recommendations.values():
        yield from ((source, (w.paths.link("recommendations", one.id),)) for source in one.sources)
    for rule in m.inferences.values():
        yield from ((source, (w.paths.link("conclusions", rule.conclusion),)) for source in rule.sources)
    for name, parameter in m.parameters.items():
        yield from ((source, (w.parameter(name),)) for source in parameter.sources)
