"""What authors of plugins write."""

from __future__ import annotations

import pytest

from ccrules.author import Source, check, function
from ccrules.errors import UsageError


def test_a_check_is_a_check_of_a_ruleset():
    @check(
        id="P-1",
        ruleset="firm",
        subject="mailbox",
        needs=["mailbox.address"],
        title={"en": "Too long", "fr": "Trop longue"},
        severity="low",
        message="{{ mailbox.address }}",
        recommend=["shorten"],
        topics=["mail"],
        sources=["A book", Source("Another", section="2")],
    )
    def made(mailbox):
        return len(mailbox.address) > 40

    assert (made.id, made.ruleset, made.subject, made.needs) == (
        "P-1",
        "firm",
        "mailbox",
        ("mailbox.address",),
    )
    assert made.title == {"en": "Too long", "fr": "Trop longue"}
    assert made.message == {"": "{{ mailbox.address }}"}
    assert made.strength == {}
    assert made.severity.text == "low"
    assert [source.title for source in made.sources] == ["A book", "Another"]
    assert made.place.file.endswith("test_author.py")
    assert made.run(type("Mailbox", (), {"address": "x" * 41}))


def test_a_function_takes_its_name_from_python_unless_it_says_another():
    @function(arguments=["text", "number"], returns="bool")
    def longer(text, limit):
        return len(text) > limit

    @function(arguments=["text"], returns="text", name="shout")
    def upper(text):
        return text.upper()

    assert (longer.name, longer.arguments, longer.returns) == ("longer", ("text", "number"), "bool")
    assert upper.name == "shout"


def test_a_function_with_wrong_types_or_arguments_is_refused_with_both_problems():
    with pytest.raises(UsageError) as caught:

        @function(arguments=["string"], returns="number")
        def between(low, high):
            return low + high

    assert [str(problem.what) for problem in caught.value.problems] == [
        "string is no type of an argument or result",
        "the function does not take the 1 arguments it declares",
    ]
