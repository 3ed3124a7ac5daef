"""The contracts for authors notice what they are there to notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.author import check, function
from ccrules.documents import node_from_python
from ccrules.engine.inference import InferenceResult
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.importers import Importer
from ccrules.testing import check_problems, engine_problems, function_problems, importer_problems
from ccrules.values import NotPlain

RULES = {
    "ruleset": "firm",
    "version": "1.0.0",
    "entities": {
        "box": {
            "plural": "boxes",
            "attributes": {"name": {"type": "text"}, "size": {"type": "number", "min": 0}},
        }
    },
}


@pytest.mark.parametrize(
    ("declared", "call", "says"),
    [
        ({"monotone": ["falling"]}, lambda x: x, "so it is not falling"),
        ({"monotone": ["rising"]}, lambda x: x * x, "so it is not rising"),
        ({"minimum": 0}, lambda x: x, "below its minimum 0"),
        ({"maximum": 9}, lambda x: x * x, "above its maximum 9"),
        ({}, lambda x: 1 / x, "raises ZeroDivisionError"),
        ({}, lambda x: f"{x}", "returned str instead of number"),
        ({"handles_unknown": True}, lambda x: 1 if isinstance(x, NotPlain) else x, "which leaves out"),
    ],
)
def test_a_false_declaration_of_a_function(declared, call, says):
    made = function(name="f", arguments=["number"], returns="number", **declared)(call)
    assert says in " ".join(function_problems(made))


def test_a_check_that_raises_on_some_facts():
    made = check(id="P-1", ruleset="firm", title="T", subject="box", needs=["box.size"])(
        lambda box: 1 / box.size > 2
    )
    (said,) = check_problems(made, RULES)
    assert "ZeroDivisionError" in said


def test_an_importer_that_raises_or_loses_places(tmp_path):
    good = tmp_path / "a.x"
    good.write_text("a", encoding="utf-8")

    def read(path: Path):
        return node_from_python({"boxes": [{"id": path.read_text(encoding="utf-8")[0]}]})

    said = " ".join(importer_problems(Importer("x", (".x",), read), [good]))
    assert "does not know its place in the file" in said
    assert "which should be an InputError" in said


class Forgets(ForwardEngine):
    def run(self, program, elements):
        found = super().run(program, elements)
        return InferenceResult(found.engine, found.facts, found.firings[1:])


def test_an_engine_that_forgets_a_firing():
    assert "1 firings are missing" in " ".join(engine_problems(Forgets))
    assert engine_problems(ForwardEngine) == []
