"""The conversation: questions, reasons and findings in words, answers as typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ccrules.collecting.interview import Asked, Change, Interview, decided
from ccrules.collecting.interview_taking import names_members
from ccrules.collecting.interview_words import (
    BACK,
    EXPLAIN,
    LATER,
    QUIT,
    choices_of,
    command_of,
    form_of,
    state_word,
    yes_or_no,
)
from ccrules.errors import InputError, Message, Problem, message
from ccrules.text import worded
from ccrules.values import UNKNOWN

#: Checks that a question names unasked.
NAMED = 2
#: Members of a list that a question names.
MEMBERS = 12

_SEVERITIES: Mapping[str, Message] = {
    "critical": message("critical"),
    "high": message("high"),
    "medium": message("medium"),
    "low": message("low"),
    "info": message("for information"),
}

#: Hints that list what could have been written.
_LISTS = ("known: {names}", "known, among others: {names}")

Say = Callable[[str], None]
Hear = Callable[[], str | None]


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The conversation is over."""


class Dialogue:
    """Asks until nothing is left, or until the other side stops.

    Args:
        interview: what to ask.
        say: shows a line.
        hear: gives the next line; None if there are no more.
        limit: how many answers at most; 0 for any number.
    """

    def __init__(self, interview: Interview, say: Say, hear: Hear, limit: int = 0) -> None:
        self.interview, self._say_line, self.hear, self.limit = interview, say, hear, limit
        self.language = interview.study.language
        self.answered = 0

    def run(self) -> None:
        """Hold the conversation."""
        self._open()
        try:
            while True:
                asked = self._next()
                if asked is not None:
                    self._ask(asked)
                elif not self._goes_back():
                    return
        except Stopped:
            return

    def _next(self) -> Asked | None:
        return None if self.limit and self.answered >= self.limit else self.interview.next()

    def _goes_back(self) -> bool:
        """At the end, the last answer can still be taken back."""
        if self.interview.next() is None:
            self.say(message("Nothing is left to ask."))
        if not self.answered:
            return False
        self.say(message("Type back to take the last answer back, or nothing to end."))
        return command_of(self._hear()) == BACK and self._take_back()

    def _open(self) -> None:
        known, outcomes = decided(self.interview.assessment)
        self.say(message("{decided} of {outcomes} outcomes are decided.", decided=known, outcomes=outcomes))
        self.say(
            message(
                "Answer, or type: unknown, none, not applicable, later (or nothing), back, ? (why), quit."
            )
        )

    # --- one question --------------------------------------------------------------------

    def _ask(self, asked: Asked) -> None:
        self._put_question(asked)
        while True:
            text = self._hear()
            command = command_of(text)
            if command == EXPLAIN:
                self._explain(asked)
            elif command == LATER:
                self.interview.later(asked)
                return
            elif command == BACK:
                if self._take_back():
                    return
            elif self._take(asked, text):
                self.answered += 1
                return

    def _hear(self) -> str:
        text = self.hear()
        if text is None or command_of(text.strip()) == QUIT:
            raise Stopped
        return text.strip()

    def _take(self, asked: Asked, text: str) -> bool:
        stopped = False
        complete: bool | None = None
        if asked.sort == "list" and names_members(text) and self.interview.may_be_complete(asked):
            complete, stopped = self._ask_complete()
        try:
            change = self.interview.put(asked, text, complete=complete)
        except InputError as error:
            self._refuse([_in_words_of(asked, one) for one in error.problems])
            if stopped:
                raise Stopped from None
            return False
        self._tell(change)
        if stopped:
            raise Stopped
        return True

    def _ask_complete(self) -> tuple[bool | None, bool]:
        """Whether a list is complete, and whether the other side stopped: what it named counts anyhow."""
        self.say(message("Are these all? (yes, no or unknown)"))
        while True:
            try:
                text = self._hear()
            except Stopped:
                return None, True
            if command_of(text) is not None or state_word(text) is UNKNOWN:
                return None, False
            try:
                return yes_or_no(text), False
            except InputError as error:
                self._refuse(error.problems)

    def _take_back(self) -> bool:
        change = self.interview.back()
        if change is None:
            self.say(message("There is no answer of this conversation to take back."))
            return False
        self.answered -= 1
        self.say(message("Taken back."))
        self._tell(change)
        return True

    # --- words ---------------------------------------------------------------------------

    def say(self, what: Message, indent: int = 0) -> None:
        """Show a message."""
        self._say_line(" " * indent + self._said(what))

    def _said(self, what: Message) -> str:
        return worded(what, self.language)

    def _put_question(self, asked: Asked) -> None:
        self._say_line("")
        about = f" ({asked.about})" if asked.about else ""
        who = f" · {asked.ranked.ask}" if asked.ranked.ask else ""
        label = asked.question.label if asked.question else asked.ranked.label
        self._say_line(f"# {label}{about}{who}")
        self._say_line(self._text(asked))
        for line in self._offers(asked):
            self._say_line(f"  {line}")
        self._say_reason(asked)

    def _text(self, asked: Asked) -> str:
        if asked.sort == "list":
            return self._said(message("Which are there? Give their names or numbers, or how many there are."))
        if asked.sort == "date":
            return self._said(message("Which day counts as today?"))
        return asked.question.text if asked.question else asked.ranked.question

    def _offers(self, asked: Asked) -> Iterator[str]:
        """What can be answered."""
        if asked.question is not None:
            attribute = asked.question.attribute
            yield from choices_of(attribute, self.language)
            unit = f" · {asked.question.unit}" if asked.question.unit else ""
            known = self.interview.known(attribute.to)[:MEMBERS]
            yield self._said(form_of(attribute, known)) + unit
        elif asked.sort == "list" and asked.kind is not None:
            known = self.interview.known(asked.kind.name)
            if known:
                names = [*known[:MEMBERS], *(["…"] if len(known) > MEMBERS else [])]
                yield self._said(message("known so far: {names}; say no more if these are all", names=names))
            yield self._said(message("names with commas between them, a number, or none"))
        elif asked.sort == "date":
            yield self._said(message("a date: 2026-10-01, 2026-10 or 2026"))
        else:
            yield self._said(message("yes or no"))

    def _say_reason(self, asked: Asked) -> None:
        one = asked.ranked
        settles = message(
            "settles {alone} by itself, {waiting} wait for it", alone=one.alone, waiting=one.waiting
        )
        self._say_line(f"  {self._said(settles)}.")
        checks = [title for _, title in self.interview.checks_waiting(asked)]
        if checks:
            named = [*checks[:NAMED], *(["…"] if len(checks) > NAMED else [])]
            self._say_line(f"  {self._said(message('Needed for:'))} {', '.join(named)}")

    def _explain(self, asked: Asked) -> None:
        if asked.question is not None and asked.question.obtain:
            self._say_line(f"  {self._said(message('How to obtain it:'))} {asked.question.obtain}")
        checks = self.interview.checks_waiting(asked)
        if checks:
            self.say(message("Checks that wait for it:"), 2)
        for name, title in checks:
            self._say_line(f"    {name}  {title}")
        conclusions = self.interview.conclusions_waiting(asked)
        if conclusions:
            self.say(message("Conclusions that wait for it:"), 2)
        for title in conclusions:
            self._say_line(f"    {title}")
        if asked.ranked.company:
            others = ", ".join(asked.ranked.company[:MEMBERS])
            self.say(message("together with {others}", others=others), 2)
        self._say_line(f"  {asked.fact}")

    def _refuse(self, problems: Iterable[Problem]) -> None:
        for one in problems:
            hint = f" ({self._said(one.hint)})" if one.hint else ""
            self._say_line(f"! {self._said(one.what)}{hint}")

    def _tell(self, change: Change) -> None:
        for found in change.appeared:
            text = found.message or found.title
            self._say_line(f"+ {self._said(_SEVERITIES[found.severity])}{self._said(message(': '))}{text}")
        for gone in change.cleared:
            self.say(message("- no longer: {text}", text=gone.message or gone.title))
        for one in change.concluded:
            self.say(message("+ conclusion: {text}", text=one.title))
        self.say(
            message(
                "{decided} of {outcomes} outcomes are decided ({more}).",
                decided=change.decided,
                outcomes=change.outcomes,
                more=f"{change.more:+d}",
            )
        )


def _in_words_of(asked: Asked, problem: Problem) -> Problem:
    """A problem with an answer, by the label that was shown; whose choices stand above, by their labels."""
    if asked.question is None or problem.what.values.get("attribute") != asked.question.attribute.name:
        return problem
    what = replace(problem.what, values={**problem.what.values, "attribute": asked.question.label})
    listed = problem.hint is not None and problem.hint.template in _LISTS
    chosen = listed and asked.question.attribute.type == "enum"
    return Problem(problem.place, what, message("choose from the list") if chosen else problem.hint)
