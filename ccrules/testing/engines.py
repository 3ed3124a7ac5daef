"""The contract of inference engines: whatever the rules, the same firings as the plain chainer.

As in a test of a plugin::

    from ccrules.testing import engine_problems

    def test_the_engine_keeps_its_contract():
        assert engine_problems(OurEngine) == []
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from ccrules.engine.inference import Element, Engine, InferenceResult, Pattern, Program, Rule
from ccrules.engine.inference.forward import ForwardEngine

#: Random programs that are tried.
PROGRAMS = 60
_TOKENS = ("e:team/1", "e:team/2", "b:true", "b:false")
_FIELDS = ("subject", "team", "tracked")
_NAMES = ("A", "B", "C")

Case = tuple[Program, list[Element]]


def engine_problems(make: Callable[[], Engine], programs: int = PROGRAMS) -> list[str]:
    """What an engine does otherwise than it must.

    Args:
        make: makes the engine, as the hook's second entry does.
        programs: how many random programs are tried.

    Returns:
        One sentence for each kind of difference; none if the contract is kept.
    """
    engine: Any = make()  # whatever it is that a plugin's maker gives
    name = getattr(engine, "name", None)
    found = [] if isinstance(name, str) and name else ["its name and version are no text"]
    for number in range(programs):
        program, elements = _case(random.Random(number))  # noqa: S311 - programs, the same each time
        said = list(_differences(engine, program, elements))
        if said:
            return [*found, f"program {number}: {said[0]}"]
    return found


def _differences(engine: Any, program: Program, elements: list[Element]) -> Iterator[str]:
    try:
        result = engine.run(program, elements)
        turned = engine.run(program, [*reversed(elements), *elements])
    except Exception as error:  # noqa: BLE001 - whatever it raises is what this looks for
        yield f"it raises {type(error).__name__}: {error}"
        return
    if not isinstance(result, InferenceResult):
        yield f"it returns a {type(result).__name__} instead of an InferenceResult"
        return
    expected = ForwardEngine().run(program, elements)
    if result.firings != expected.firings:
        lacking = len(set(expected.firings) - set(result.firings))
        more = len(set(result.firings) - set(expected.firings))
        yield f"{lacking} firings are missing, {more} are there that should not be, or their order differs"
    if turned.firings != result.firings:
        yield "the order of the elements, or that one is there twice, changes what fires"


def _case(dice: random.Random) -> Case:
    """Rules in two layers, joined by equality, and elements that some of them match."""
    elements = [_element(dice, number) for number in range(dice.randint(1, 12))]
    rules = [_rule(dice, f"R{number}") for number in range(dice.randint(1, 4))]
    later = Rule("LATER", (Pattern.of("conclusion", rules[0].conclusion_id),), "last")
    return Program((*rules, later)), elements


def _element(dice: random.Random, number: int) -> Element:
    name = dice.choice(_NAMES)
    fields = {field: dice.choice(_TOKENS) for field in _FIELDS if dice.random() < 0.7}
    return Element(dice.choice(("finding", "fact")), name, fields, f"{name}:{number}")


def _rule(dice: random.Random, id: str) -> Rule:
    first = Pattern.of(dice.choice(("finding", "fact")), dice.choice(_NAMES), alias="x", where=_where(dice))
    same = {dice.choice(_FIELDS): ("x", dice.choice(_FIELDS))} if dice.random() < 0.7 else {}
    second = Pattern.of(dice.choice(("finding", "fact")), dice.choice(_NAMES), where=_where(dice), same=same)
    patterns = (first, second) if dice.random() < 0.8 else (first,)
    return Rule(id, patterns, f"c-{id}")


def _where(dice: random.Random) -> dict[str, str]:
    return {"tracked": "b:true"} if dice.random() < 0.3 else {}
