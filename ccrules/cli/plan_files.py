"""Follow-up files on the command line: read before any work, put on the assessment after it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.terminal import write_problems
from ccrules.errors import Message, Place, Problem, message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.follow_up.workbook import FilledPlan


def read_plan_file(file: str | None, language: str) -> FilledPlan | None:
    """Read the follow-up that ``--plan`` names, with what is odd in it on stderr.

    Args:
        file: as the user named it; None if no plan was given.
        language: of the remarks.
    """
    if file is None:
        return None
    from ccrules.follow_up.files import read_follow_up

    found = read_follow_up(Path(file))
    write_problems(found.remarks, language)
    return found


def followed(assessment: Assessment, plan: FilledPlan | None, file: str | None, language: str) -> Assessment:
    """The assessment with what the plan tells; what it has no more is named on stderr and kept.

    Args:
        assessment: the assessment.
        plan: what was read; None leaves the assessment as it is.
        file: the plan as the user named it.
        language: of the remarks.
    """
    if plan is None:
        return assessment
    from ccrules.follow_up.entries import with_follow_up

    found = with_follow_up(assessment, plan.entries)
    gone = [one for one in found.follow_up if one.standing == "gone"]
    hint = message("what was filled in is kept")
    write_problems(
        [
            Problem(
                Place(file or ""),
                message("the assessment has nothing called {name} any more", name=one.id),
                hint,
            )
            for one in gone
        ],
        language,
    )
    return found


def counted(plan: FilledPlan) -> Message:
    """How much was read."""
    by_hand = sum(one.standing == "added" for one in plan.entries)
    return message(
        "{count} entries read, of which {added} were added by hand", count=len(plan.entries), added=by_hand
    )
