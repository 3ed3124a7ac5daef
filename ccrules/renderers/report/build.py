"""From an assessment to a report: every part in its order, worded."""

from __future__ import annotations

from ccrules.assessment import Assessment
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report.conclusions import conclusions, hypotheses, strengths
from ccrules.renderers.report.diagrams import diagrams
from ccrules.renderers.report.differentials import rivalries
from ccrules.renderers.report.executive import executive
from ccrules.renderers.report.findings import MAX_BLOCKS, blocks, severity_counts
from ccrules.renderers.report.marks import by_hand
from ccrules.renderers.report.messages import messages
from ccrules.renderers.report.model import Contrast, Pair, Remark, Report
from ccrules.renderers.report.outcomes import (
    MAX_UNKNOWNS,
    not_applicable,
    not_assessed,
    passed,
    topics,
    unknowns,
)
from ccrules.renderers.report.plan import effort_labels, matrix, steps, waves
from ccrules.renderers.report.progress import others, progress
from ccrules.renderers.report.reading import Reading, split
from ccrules.renderers.report.scores import score_board
from ccrules.renderers.wording import Wording, wording
from ccrules.text import date
from ccrules.text.grammar import without_accents


def build_report(assessment: Assessment, options: RenderOptions, words: Wording | None = None) -> Report:
    """Arrange and word an assessment for a reader.

    Args:
        assessment: the assessment.
        options: language and template folders.
        words: the words, if they are already loaded.

    Raises:
        InputError: a catalogue of a template folder can't be used.
    """
    language = options.language or assessment.assessment.language
    words = words or wording(language, options.template_folders)
    words.partial = assessment.audience is not None and bool(
        assessment.audience.notes or assessment.audience.hidden
    )
    reading = Reading(assessment, words)
    found, plan, causes = blocks(reading), waves(reading), conclusions(reading, "cause")
    stepwise, more_steps = steps(reading)
    missing, subjects = unknowns(reading), topics(reading)
    shown, more = split(found, MAX_BLOCKS)
    top, more_missing = split(missing, MAX_UNKNOWNS)
    head = assessment.assessment
    return Report(
        language=reading.language,
        title=head.name or reading.say("title.unnamed"),
        subtitle=reading.listing(one.title or one.name for one in assessment.rulesets),
        date=reading.date(head.date) if head.date else "",
        draft=reading.say("title.draft") if head.status == "draft" else "",
        printed=date(options.today, reading.language) if options.today else "",
        coverage=_coverage(reading),
        coverage_share=assessment.summary.coverage,
        figures=_figures(reading),
        objectives=_objectives(reading),
        messages=messages(reading, found, causes, plan, missing, subjects),
        executive=executive(reading, found, causes, missing, subjects),
        unknowns=top,
        more_unknowns=more_missing,
        waves=plan,
        matrix=matrix(reading, plan),
        efforts=effort_labels(reading),
        steps=stepwise,
        more_steps=more_steps,
        topics=subjects,
        severities=severity_counts(reading),
        diagrams=diagrams(reading),
        abouts=_abouts(reading),
        blocks=shown,
        more_blocks=more,
        causes=causes,
        rivalries=rivalries(reading),
        consequences=conclusions(reading, "consequence"),
        patterns=conclusions(reading, "anti-pattern"),
        strengths=strengths(reading),
        passed=passed(reading),
        not_assessed=not_assessed(reading),
        not_applicable=not_applicable(reading),
        errors=_errors(reading),
        hypotheses=hypotheses(reading),
        notes=tuple(Remark(note.text, reading.origin(note.origin)) for note in assessment.notes),
        comments=assessment.comments,
        parameters=tuple(reading.parameter(one) for one in assessment.parameters),
        rulesets=_rulesets(reading),
        engine=_engine(reading),
        files=head.files,
        made_with=f"ccrules {assessment.ccrules}, {assessment.schema_}",
        what_if=_what_if(reading),
        progress=progress(reading),
        followed=others(reading),
        scores=score_board(reading),
        by_hand=by_hand(reading),
        annex=options.annex,
        marked=assessment.audience.line if assessment.audience else "",
    )


def _abouts(reading: Reading) -> tuple[str, ...]:
    """What the checks are put to, in the order of the alphabet."""
    found = {reading.about(check) for check in reading.checks}
    return tuple(sorted(found, key=without_accents))


def _coverage(reading: Reading) -> str:
    share = reading.assessment.summary.coverage
    return reading.percent(share) if share is not None else reading.say("figure.no_coverage")


def _figures(reading: Reading) -> tuple[Pair, ...]:
    """The counts of outcomes; ``note`` holds the outcome's own name."""
    summary = reading.assessment.summary
    counts = {
        "fail": len(reading.assessment.findings),  # with anti-patterns that are inferred
        "pass": summary.passed,
        "not_assessed": summary.not_assessed,
        "not_applicable": summary.not_applicable,
        "error": summary.error,
    }
    return tuple(
        Pair(reading.say(f"figure.{name}", n=n), reading.number(n), name)
        for name, n in counts.items()
        if n or name != "error"
    )


def _objectives(reading: Reading) -> tuple[Pair, ...]:
    return tuple(
        Pair(one.title or one.id, reading.say("objective.weight", weight=one.weight))
        for one in reading.assessment.objectives
    )


def _errors(reading: Reading) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            reading.say(
                "error.check",
                check=reading.check_title(one.check),
                subject=reading.subject(one.subject),
                reason=one.message,
            ),
            " ".join(part for part in (one.check, one.hint) if part),
        )
        for one in reading.assessment.errors
    )


def _what_if(reading: Reading) -> Contrast | None:
    """What facts set by hand change."""
    found = reading.assessment.what_if
    if found is None:
        return None
    every = (
        (reading.say("what_if.cleared"), found.cleared),
        (reading.say("what_if.appeared"), found.appeared),
        (reading.say("what_if.changed"), found.changed),
    )
    groups = tuple((title, tuple(shift.text for shift in shifts)) for title, shifts in every if shifts)
    return Contrast(reading.say("what_if.settings", settings=", ".join(found.settings)), groups)


def _rulesets(reading: Reading) -> tuple[Pair, ...]:
    return tuple(Pair(one.name, one.version, one.sha256) for one in reading.assessment.rulesets)


def _engine(reading: Reading) -> Pair:
    used = reading.assessment.inference
    return Pair(used.engine, reading.say("engine.ran", facts=used.facts, fired=used.fired), used.note)
