"""Plays a whole engagement of an invented centre with the real commands.

``python examples/engagement/play.py OUT [--lang fr]`` writes everything to the folder OUT, which must be new,
empty or from an earlier run, and tells what happens. What people do by hand is in hands.py, what they say in
valmer.yaml.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import shutil
from pathlib import Path
from typing import Any

import hands
import yaml
from stage import STORY, Stage

#: Says that a folder is from an earlier run and may be emptied.
MARK = "played-by-ccrules.txt"
#: The columns that the telephone system exports.
HEADS = (
    "Call ID",
    "Start time",
    "Queue",
    "Customer number",
    "Outcome",
    "Wait (s)",
    "Talk time (s)",
    "Transfers",
)


def first_visit(stage: Stage) -> dict[str, Any]:
    """The express workbook and a draft of the assessment."""
    stage.tell(
        "1. FIRST VISIT. Two hours with the head of service, and a workbook of express questions.",
        "1. PREMIÈRE VISITE. Deux heures avec la responsable, et un classeur de questions express.",
    )
    stage.ccrules("facts", "template", "-o", "express.xlsx", "--depth", "express", "--lang", stage.language)
    cells = hands.fill_in_facts(
        stage.folder / "express.xlsx",
        stage.words(STORY["express"]),
        STORY["complete"],
        stage.words(STORY["lists"]),
        stage.word("yes"),
    )
    stage.tell(f"(She fills in {cells} cells.)", f"(Elle remplit {cells} cellules.)")
    stage.ccrules("validate", "express.xlsx", "--lang", stage.language)
    assess(stage, "express.xlsx", "-o", "draft.html", "-o", "draft.json")
    return {"cells": cells, **stage.figures("draft.json")}


def assess(stage: Stage, *arguments: str, show: int = 3, slow: bool = False) -> None:
    """Assess in the language of the story."""
    stage.ccrules("assess", *arguments, "--lang", stage.language, show=show, slow=slow)


def gaps(stage: Stage) -> dict[str, Any]:
    """The next best questions, sent as a workbook and answered."""
    stage.tell(
        "2. WHAT TO ASK NEXT. The forty facts that settle most, as a workbook with a sheet for each person.",
        "2. QUE DEMANDER ENSUITE. Les quarante faits qui tranchent le plus, une feuille par personne.",
    )
    asked = ("--limit", "40", "--lang", stage.language)
    stage.ccrules("facts", "gaps", "express.xlsx", "-o", "request.xlsx", *asked)
    stage.ccrules("facts", "gaps", "express.xlsx", "-o", "request.docx", *asked)
    answered = hands.fill_in_facts(
        stage.folder / "request.xlsx", stage.words(STORY["request"]), [], {}, stage.word("yes")
    )
    stage.tell(f"({answered} answers come back.)", f"({answered} réponses reviennent.)")
    assess(stage, "express.xlsx", "request.xlsx", "-o", "second.json")
    return {"answered": answered, **stage.figures("second.json")}


def interview(stage: Stage) -> dict[str, Any]:
    """An hour with the team manager; the answers that are piped in are typed in a real one."""
    stage.tell(
        "3. INTERVIEW. An hour with the team manager: what only she knows, the most useful first.",
        "3. ENTRETIEN. Une heure avec la manager d'équipe : ce qu'elle seule sait, le plus utile d'abord.",
    )
    answers = {one[stage.language]: stage.word(one["answer"]) for one in STORY["interview"]}
    words = {said: stage.word(said) for said in ("Are these all?", "yes", "later", "quit")}
    person = hands.Respondent(answers, words)
    who = stage.word("team manager")
    stage.ccrules(
        *("facts", "interview", "express.xlsx", "request.xlsx", "-o", "interview.yaml"),
        *("--ask", who, "--by", who, "--lang", stage.language),
        stdin=person,
        show=20,
    )
    assess(stage, "express.xlsx", "request.xlsx", "interview.yaml", "-o", "third.json")
    return {"given": person.given, "left": sorted(person.answers), **stage.figures("third.json")}


def logs(stage: Stage) -> dict[str, Any]:
    """Four weeks of calls, as the telephone system exports them."""
    stage.tell(
        "4. LOGS. What the telephone system says of February, instead of what people believe.",
        "4. JOURNAUX D'APPELS. Ce que la téléphonie dit de février, et non ce qu'on en croit.",
    )
    return {"calls": read_calls(stage, "before", "calls-february", show=16)}


def read_calls(stage: Stage, period: str, name: str, show: int) -> int:
    """Turn a log of calls into facts."""
    how = STORY["calls"][period]
    queues = {stage.word(queue): tuple(map(float, values)) for queue, values in how["queues"].items()}
    heads = [stage.word(one) for one in HEADS]
    begin = datetime.date.fromisoformat(how["begin"])
    words = stage.word("Answered"), stage.word("Abandoned")
    rows = hands.export_calls(stage.folder / f"{name}.csv", begin, queues, heads, words)
    stage.ccrules(
        *(
            "facts",
            "from-interactions",
            f"{name}.csv",
            "-o",
            f"{name}.yaml",
            "--setting",
            "threshold_seconds=60",
        ),
        *("--lang", stage.language),
        show=show,
    )
    return rows


def record(stage: Stage) -> dict[str, Any]:
    """The record of facts, corrected and signed before any finding is shown."""
    stage.tell(
        "5. RECORD. Before she sees a finding, the head of service confirms what it rests on.",
        "5. RELEVÉ. Avant de voir un constat, la responsable de service confirme ce sur quoi il repose.",
    )
    told = ("express.xlsx", "request.xlsx", "interview.yaml")
    stage.ccrules("facts", "record", *told, "-o", "record.xlsx", "--lang", stage.language)
    stage.ccrules("facts", "record", *told, "-o", "record.docx", "--lang", stage.language)
    how = STORY["record"]
    corrections = {
        fact: (value, comment) for fact, (value, comment) in stage.words(how["corrections"]).items()
    }
    facts = hands.sign(
        stage.folder / "record.xlsx",
        (how["by"], stage.word(how["function"]), how["on"]),
        corrections,
        (stage.word("Confirmed"), stage.word("To correct")),
    )
    stage.tell(
        f"(She confirms {facts} facts, corrects {len(corrections)} of them, and signs.)",
        f"(Elle confirme {facts} faits, en corrige {len(corrections)}, et signe.)",
    )
    stage.ccrules(
        "facts",
        "record",
        *told,
        "--read",
        "record.xlsx",
        "-o",
        "signed.yaml",
        "--lang",
        stage.language,
        show=12,
    )
    return {"facts": facts, "corrected": len(corrections)}


def final(stage: Stage) -> dict[str, Any]:
    """The final report in its forms, and the board's."""
    stage.tell("6. FINAL REPORT.", "6. RAPPORT FINAL.")
    facts = spring(stage)
    forms = ("final.json", "final.html", "plan.xlsx")
    assess(stage, *facts, *(part for form in forms for part in ("-o", form)))
    told = stage.figures("final.json")
    for form in ("final.docx", "final.pptx"):
        assess(stage, *facts, "-o", form, slow=True)
    assess(stage, *facts, "--audience", "board", "-o", "board.html")
    assess(stage, *facts, "--audience", "board", "-o", "board.pdf", slow=True)
    return told


def spring(stage: Stage) -> list[str]:
    """The facts of the first assessment: those that were signed, and those that were measured."""
    return [one for one in ("signed.yaml", "calls-february.yaml") if (stage.folder / one).exists()]


def plan(stage: Stage) -> dict[str, Any]:
    """The action plan, filled in by the client and read back."""
    stage.tell(
        "7. ACTION PLAN. The client fills in owners, dates and status in Excel and sends it back.",
        "7. PLAN D'ACTION. Le client remplit responsables, échéances et statuts dans Excel et le renvoie.",
    )
    actions = stage.words(STORY["plan"])
    found = hands.fill_in_plan(stage.folder / "plan.xlsx", actions)
    stage.ccrules("plan", "read", "plan.xlsx", "-o", "follow-up.yaml", "--lang", stage.language)
    return {"found": found, "wanted": list(actions)}


def later(stage: Stage) -> dict[str, Any]:
    """Six months later: new facts, what is accepted for a time, the consultant's review, and what changed."""
    stage.tell(
        "8. SIX MONTHS LATER. The answers of spring in a workbook; what changed is written over them.",
        "8. SIX MOIS PLUS TARD. Les réponses du printemps dans un classeur ; ce qui a changé les remplace.",
    )
    stage.ccrules(
        *("facts", "template", "signed.yaml", "-o", "autumn.xlsx", "--depth", "express"),
        *("--lang", stage.language),
    )
    new = STORY["later"]
    cells = hands.fill_in_facts(
        stage.folder / "autumn.xlsx",
        stage.words(new["answers"]),
        [],
        stage.words(new["lists"]),
        stage.word("yes"),
    )
    stage.tell(f"({cells} cells change.)", f"({cells} cellules changent.)")
    read_calls(stage, "after", "calls-august", show=0)
    facts = [one for one in ("autumn.xlsx", "calls-august.yaml") if (stage.folder / one).exists()]
    assess(stage, *facts, "-o", "autumn.json")
    judged = judge(stage, new)
    marks = ("--plan", "follow-up.yaml", "--waivers", "waivers.yaml", "--review", "review.yaml")
    assess(stage, *facts, *marks, "-o", "autumn.json", "-o", "autumn.html", show=8)
    told = stage.figures("autumn.json")
    stage.ccrules(
        *(
            "diff",
            "final.json",
            "autumn.json",
            "-o",
            "changes.html",
            "-o",
            "changes.json",
            "-o",
            "changes.xlsx",
        ),
        *("--lang", stage.language),
    )
    stage.ccrules("diff", "final.json", "autumn.json", "--lang", stage.language, show=24)
    return {"cells": cells, "judged": judged, **told}


def judge(stage: Stage, new: Any) -> list[str]:
    """What is accepted for a time, and the consultant's review."""
    waivers = yaml.safe_dump({"waivers": stage.words(new["waivers"])}, allow_unicode=True)
    (stage.folder / "waivers.yaml").write_text(waivers, encoding="utf-8")
    stage.ccrules("review", "new", "autumn.json", "-o", "review.yaml", "--lang", stage.language)
    judged = hands.fill_in_review(
        stage.folder / "review.yaml",
        "Anna Martin",
        new["answers"]["assessment.date"],
        stage.words(new["review"]),
    )
    stage.tell(
        f"(One finding is waived until December; the consultant judges {len(judged)} others.)",
        f"(Une dérogation court jusqu'en décembre ; la consultante juge {len(judged)} autres constats.)",
    )
    return judged


def play(folder: Path, language: str, quick: bool = False) -> dict[str, Any]:
    """Play the engagement.

    Args:
        folder: where everything is written.
        language: of the people in it, ``en`` or ``fr``.
        quick: leave out the forms of the final report that take long.

    Returns:
        By act its figures and its transcript; and ``skipped``, the commands that were not run.
    """
    stage = Stage(folder, language, quick)
    acts = (first_visit, gaps, interview, logs, record, final, plan, later)
    told: dict[str, Any] = {}
    for act in acts:
        heard = io.StringIO()
        with contextlib.redirect_stdout(heard):
            told[act.__name__] = act(stage)
        told[act.__name__]["transcript"] = heard.getvalue().strip() + "\n"
        print(heard.getvalue(), end="")
    told["skipped"] = stage.skipped
    return told


def main() -> None:
    """Play in a folder given on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--lang", choices=("en", "fr"), default="en", help="language of the engagement")
    parser.add_argument("--quick", action="store_true", help="leave out the Word, PowerPoint and PDF reports")
    given = parser.parse_args()
    if given.out.exists() and any(given.out.iterdir()) and not (given.out / MARK).exists():
        parser.error(f"{given.out} holds files that are not from an earlier run")
    shutil.rmtree(given.out, ignore_errors=True)
    given.out.mkdir(parents=True)
    (given.out / MARK).write_text(
        "examples/engagement/play.py empties this folder when it is run again.\n", "utf-8"
    )
    left_out = play(given.out, given.lang, given.quick)["skipped"]
    print("\n" + "\n".join(f"not done: ccrules {command}" for command in left_out))


if __name__ == "__main__":
    main()
