"""A stranger's condition reaches nothing but the facts, and ends in bounded time."""

from __future__ import annotations

import ast
import string
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.conditions import compiler
from ccrules.conditions.runtime import NAMESPACE
from ccrules.errors import InputError
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.effort import examples

HOSTILE = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "box.__class__",
    "box._type",
    "box.tracked.__bool__()",
    "(lambda: 1)()",
    "open('/etc/passwd')",
    "eval('1')",
    "exec('1')",
    "[x for x in boxes]",
    "{x: 1 for x in boxes}",
    "(x for x in boxes)",
    "f'{box}'",
    "'%s' % box",
    "9 ** 9 ** 9",
    "'a' * 10 ** 9",
    "1 << 99999",
    "box.tracked if True else (yield)",
    "(x := 3) > 2",
    "await box",
    "boxes[0].tracked",
    "count(*boxes)",
    "count(b for b in boxes for b in boxes)",
    "count(box for box in boxes)",
    "any(b.sure async for b in boxes)",
    "box.tracked\x00",
    "not " * 500 + "box.tracked",
    "(" * 5000 + "box.tracked" + ")" * 5000,
    "box.tracked" + " and box.tracked" * 5000,
    "-" * 3000 + "1 > 0",
    "1" * 5000 + " > 0",
    "1e999 > 0",
    "box.volume > 1j",
    "box.volume > ...",
    "box.volume > b'x'",
    "assessment.__dict__",
    "params.__class__",
    "params",
    "assessment",
    "count",
    "true",
    "None",
    "",
    "   ",
    "\n",
    "box.tracked; box.sure",
    "import os",
    "\ud800",
]


def accepted(text: str) -> bool:
    """Whether a condition is accepted; anything but acceptance or refusal is a bug."""
    try:
        worlds.question(text)
    except InputError as refused:
        problems = refused.problems
    else:
        return True
    assert problems
    assert all(str(problem.what) for problem in problems)
    return False


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:30] for text in HOSTILE])
def test_hostile_conditions_are_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    assert not accepted(text)
    assert time.perf_counter() - started < 5


@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_any_text_is_refused_or_accepted(text: str) -> None:
    accepted(text)


WORDS = [*ast.__dict__, "box", "boxes", "tracked", "volume", "count", "any", "share", "for", "in", "if", "not", "and",
         "(", ")", "[", "]", "{", "}", ".", ",", "==", "<", "+", "/", "1", "'x'", "lambda", ":", "=", "_", "\n", "params"]  # fmt: skip


@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_sequence_of_words_is_refused_or_accepted(words: list[str]) -> None:
    accepted(" ".join(words))


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), at=st.integers(0, 200), with_=st.sampled_from(string.punctuation + " é€\u202e"))
def test_a_damaged_condition_is_refused_or_accepted(text: str, at: int, with_: str) -> None:
    at %= len(text)
    accepted(text[:at] + with_ + text[at + 1 :])


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions())
def test_generated_code_names_nothing_of_the_author(text: str) -> None:
    source = compiler.Compiled(worlds.question(text)).source
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    allowed = set(NAMESPACE) | {
        "run",
        "subjects",
        "verdicts",
        "failed",
        "passed",
        "inapplicable",
        "left",
        "s",
        "error",
    }
    own = {"any", "all", "sum", "len", "frozenset", "bool", "ZeroDivisionError", "OverflowError"}
    assert all(name in allowed | own or name[1:].isdigit() for name in names), names
    attributes = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert not any(name.startswith("_") for name in attributes)
