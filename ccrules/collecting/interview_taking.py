"""Taking an answer down: where it goes in the answer file, and in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.collecting.interview_answers import Answers, may_be_named
from ccrules.collecting.interview_words import ids_of, state_word, value_of, with_source, yes_or_no
from ccrules.errors import NOWHERE, InputError, Problem, message
from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import EntityType
from ccrules.facts.words import folded
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN

if TYPE_CHECKING:
    from ccrules.collecting.interview import Asked

#: What says that a list has no further members.
NO_MORE = frozenset(
    (
        *(
            "complete",
            "no more",
            "no others",
            "that's all",
            "that is all",
            "these are all",
            "the list is complete",
        ),
        *(
            "complet",
            "complète",
            "c'est tout",
            "ce sont toutes",
            "ce sont tous",
            "pas d'autres",
            "liste complète",
        ),
        *("il n'y en a pas d'autres", "rien d'autre", "c'est complet", "la liste est complète"),
    )
)


def take_down(
    answers: Answers,
    base: FactBase,
    asked: Asked,
    text: str,
    *,
    complete: bool | None = None,
    by: str = "",
    on: str = "",
) -> None:
    """Put an answer among the answers.

    Args:
        answers: takes it.
        base: the facts before it.
        asked: the question.
        text: what was typed.
        complete: of a list, whether the members named are all; None if that was not told.
        by: who said it; empty if not told.
        on: when; empty if not told.

    Raises:
        InputError: what is wrong with it already as it stands.
    """
    if asked.kind is None:
        answers.say_date(text)
    elif asked.sort == "list":
        _members(answers, base, asked.kind, text, complete=complete)
    elif asked.sort == "thing":
        _thing(answers, asked.kind, text)
    elif asked.entity is not None and asked.question is not None:
        attribute = asked.question.attribute
        value = with_source(attribute, value_of(attribute, text), by, on)
        answers.give(asked.entity, attribute.name, value)
        if not asked.kind.singleton:  # to write of one member says nothing of the others
            answers.say_complete(base.collections[asked.kind.name], complete=None)


def _thing(answers: Answers, kind: EntityType, text: str) -> None:
    state = state_word(text)
    if state is UNKNOWN:
        answers.give_whole(kind, "unknown")
    elif state is NOT_APPLICABLE:
        answers.give_whole(kind, "not applicable")
    elif state is NONE or not yes_or_no(text):
        answers.give_whole(kind, "none")
    else:
        answers.give_whole(kind, {})


def _members(answers: Answers, base: FactBase, kind: EntityType, text: str, *, complete: bool | None) -> None:
    """Names, a number, or a state."""
    collection = base.collections[kind.name]
    state = state_word(text)
    if stays_open(answers, base, kind):
        complete = False
        _refuse_no_more(text, has_members=bool(collection.members))
    if collection.members and (state is NONE or folded(text) in NO_MORE):
        answers.say_complete(collection, complete=True)
    elif collection.members and state is UNKNOWN:
        answers.say_complete(collection, complete=False)
    elif state is not None or folded(text) in NO_MORE:
        _state(answers, base, kind, text)
    elif is_total(text):
        answers.give_total(kind, text)
    elif not may_be_named(collection):
        what = message("they can't be added by a name alone")
        hint = message("give their number, or write them into the fact file: {names}", names=kind.key)
        raise InputError(Problem(NOWHERE, what, hint))
    else:
        answers.give_members(kind, ids_of(text))
        answers.say_complete(collection, complete=complete)


def stays_open(answers: Answers, base: FactBase, kind: EntityType) -> bool:
    """Whether a fact file says that a list is partial, which an answer can't take back.

    Args:
        answers: those so far, which may say so, too.
        base: the facts with them.
        kind: what it is a list of.
    """
    return kind.name in base.header.get("partial", ()) and not answers.says_partial(kind)


def _refuse_no_more(text: str, *, has_members: bool) -> None:
    if folded(text) in NO_MORE or (has_members and state_word(text) is NONE):
        what = message("the facts say that this list is partial")
        raise InputError(Problem(NOWHERE, what, message("change it in the fact file")))


def _state(answers: Answers, base: FactBase, kind: EntityType, text: str) -> None:
    if base.collections[kind.name].members:
        what = message("the list has members already")
        raise InputError(Problem(NOWHERE, what, message("name others, or say no more")))
    words = {id(UNKNOWN): "unknown", id(NOT_APPLICABLE): "not applicable"}
    answers.give_whole(kind, words.get(id(state_word(text)), []))


def names_members(text: str) -> bool:
    """Whether an answer names members of a list, so that one may ask whether these are all."""
    return state_word(text) is None and folded(text) not in NO_MORE and not is_total(text)


def is_total(text: str) -> bool:
    """Whether an answer says how many members a list has."""
    return "".join(text.split()).isdecimal()
