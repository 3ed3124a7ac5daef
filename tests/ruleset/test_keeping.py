"""The bundled ruleset, kept from an earlier start, is the one that would be read."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MethodType
from typing import Any

import pytest

from ccrules.conditions.tree import Node
from ccrules.documents import Scalar
from ccrules.errors import InputError
from ccrules.kept import SWITCH
from ccrules.plugins import load_plugins
from ccrules.resources import rulesets_folder
from ccrules.ruleset import keeping, loading
from ccrules.ruleset.packing import pack, unpack
from tests.ruleset.support import CHECKS, HEAD, VERSION, VOCABULARY, write

pytestmark = pytest.mark.usefixtures("compiled")

NAME = "contact-centre"
PLUGINS = load_plugins()
FUNCTIONS = PLUGINS.functions()

LITERALS = """\
parameters:
  most: {type: number, default: 3, min: 1, max: 9, why: W}
  rhythm: {type: duration, default: 6 months, why: W}
checks:
  - id: B-1
    title: {en: "T {{ n }}", fr: T}
    for: mailbox
    let: {n: "count(m for m in mailboxes if m.level in ('low', 'high'))"}
    applies: exists(mailbox.owner)
    when: >-
      n > params.most and
        mailbox.volume > 0.5
    severity: "'high' if n > 2 else 'low'"
    exposure: mailbox.volume
    message: "{{ n }} mailboxes"
  - {id: B-2, title: T, for: flow_map, when: "flow_map.updated_on < '2025-03-31'", severity: low, message: M}
  - {id: B-3, title: T, for: flow_map, when: age(flow_map.updated_on) > params.rhythm, severity: low, message: M}
"""


@pytest.fixture(scope="module")
def bundled() -> Any:
    """The bundled method as it is read, and its files."""
    return read(rulesets_folder() / NAME), texts(rulesets_folder() / NAME)


def read(path: Path) -> Any:
    return loading.load_method([path], version=VERSION, functions=FUNCTIONS)


def texts(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def load(spec: Any = NAME, known: Mapping[str, Path] | None = None, **options: Any) -> Any:
    usual: dict[str, Any] = {
        "version": VERSION,
        "known": PLUGINS.rulesets() if known is None else known,
        "functions": FUNCTIONS,
        "entity_types": (),
        "python_checks": (),
        "parameters": {},
        "profiles": (),
    }
    return keeping.load_method([spec], **{**usual, **options})


def told(found: Any) -> Any:
    """All that can be seen of a method, in lists that can be compared: to the last field and place."""
    if is_dataclass(found):
        shown = [getattr(found, field.name) for field in fields(found) if field.name != "_built"]
        return [found.__class__, *map(told, shown)]
    if isinstance(found, Mapping):
        return [(told(key), told(value)) for key, value in found.items()]
    if isinstance(found, tuple | list):
        return [found.__class__, *map(told, found)]
    if isinstance(found, MethodType):
        return _scalar(found.__self__)
    return found


def _scalar(scalar: Any) -> Any:
    assert isinstance(scalar, Scalar)
    length = len(scalar.text)
    places = [scalar.place, *(scalar.place_at(offset) for offset in (0, length // 2, length))]
    return scalar.text, scalar.style, scalar.value, places


def nodes(found: Any) -> Iterator[Node]:
    """Every node of a method's conditions, as often as something holds it."""
    if isinstance(found, Node):
        yield found
    if is_dataclass(found):
        for field in fields(found):
            yield from nodes(getattr(found, field.name))
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from nodes(value)
    elif isinstance(found, tuple | list):
        for value in found:
            yield from nodes(value)


class TestPacking:
    def test_the_bundled_method_comes_back(self, bundled):
        method, files = bundled
        again = unpack(pack(method), files, FUNCTIONS)
        assert told(method) == told(again)

    def test_literals_of_every_kind_come_back(self, tmp_path):
        path = write(tmp_path, HEAD + VOCABULARY + LITERALS)
        method = read(path)
        again = unpack(pack(method), {path.as_posix(): path.read_bytes()}, {})
        assert told(method) == told(again)

    def test_remarks_come_back(self, tmp_path):
        unused = "parameters: {most: {type: int, default: 3, why: W}}\n"
        path = write(tmp_path, HEAD + VOCABULARY + CHECKS + unused)
        method = read(path)
        again = unpack(pack(method), {path.as_posix(): path.read_bytes()}, {})
        assert again.warnings
        assert [str(one) for one in again.warnings] == [str(one) for one in method.warnings]
        assert told(method) == told(again)

    def test_what_is_one_object_stays_one(self, bundled):
        method, files = bundled
        again = unpack(pack(method), files, FUNCTIONS)
        pairs = {(id(one), id(other)) for one, other in zip(nodes(method), nodes(again), strict=True)}
        assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)

    def test_a_method_with_a_python_function_is_not_packed(self, tmp_path):
        method = read(write(tmp_path, HEAD + VOCABULARY + CHECKS))
        check = replace(method.checks["A-1"], run=lambda: None)
        assert pack(replace(method, checks={"A-1": check})) is None

    @pytest.mark.parametrize("found", [print, eval, Path, loading.load_method, keeping.load_method, 1, None])
    def test_nothing_but_a_method_is_let_through(self, found):
        assert unpack(pickle.dumps(found), {}, {}) is None

    def test_a_text_or_a_function_that_is_not_there(self, bundled):
        method, files = bundled
        packed = pack(method)
        assert unpack(packed, {}, FUNCTIONS) is None
        assert unpack(packed, files, {}) is None

    @pytest.mark.parametrize("length", [0, 1, 100, -1])
    def test_bytes_that_end_too_early(self, bundled, length):
        method, files = bundled
        assert unpack(pack(method)[:length], files, FUNCTIONS) is None


class TestLoading:
    @pytest.fixture
    def own(self, tmp_path, monkeypatch) -> Path:
        """A folder that stands for the bundled rulesets, with a small one in it."""
        folder = tmp_path / "rulesets"
        write(folder / "small", HEAD + VOCABULARY + CHECKS)
        monkeypatch.setattr(keeping, "rulesets_folder", lambda: folder)
        return folder / "small"

    @pytest.fixture
    def small(self, own):
        return lambda **options: load("small", {"small": own}, **options)

    def test_the_second_time_nothing_is_read(self, small, monkeypatch):
        first = small()
        monkeypatch.setattr(loading, "load_method", None)
        assert told(first) == told(small())

    def test_the_bundled_ruleset_is_kept(self, bundled, monkeypatch):
        load()
        monkeypatch.setattr(loading, "load_method", None)
        assert told(bundled[0]) == told(load())

    def test_a_change_is_seen(self, own, small):
        small()
        path = own / "ruleset.yaml"
        path.write_text(path.read_text("utf-8").replace("title: T", "title: U"), encoding="utf-8")
        assert small().checks["A-1"].title == {"": "U"}

    def test_a_mistake_is_told_as_ever(self, own, small):
        small()
        path = own / "ruleset.yaml"
        path.write_text(path.read_text("utf-8").replace("not mailbox.tracked", "mailbox.trakced"), "utf-8")
        with pytest.raises(InputError) as now:
            small()
        with pytest.raises(InputError) as ever:
            read(own)
        assert now.value.problems == ever.value.problems

    def test_a_file_more_is_seen(self, own, small):
        small()
        write(own, "topics: [queues]\n", "more.yaml")
        assert list(small().topics) == ["queues"]

    def test_without_a_place_to_keep_it(self, compiled, small):
        compiled.write_text("a file stands in the way")
        assert told(small()) == told(small())

    #: They happen to have places of their own.
    CHOICES = ({"parameters": {"most": "4"}}, {"profiles": ("strict",)}, {"parameters": {"most": "8"}}, {})

    def test_choices_do_not_mix(self, own, compiled, monkeypatch):
        write(own, "parameters: {most: {type: int, default: 3, min: 1, max: 9, why: W}}\n", "more.yaml")
        changes = "profiles: {strict: {title: S, why: W, parameters: {most: {default: 6, why: W}}}}\n"
        write(own, changes, "profiles.yaml")
        seen = [self.most(own, options) for options in self.CHOICES * 2]
        assert seen == [4, 6, 8, 3] * 2
        assert len(list(compiled.rglob("*.kept"))) == len(self.CHOICES)  # none has replaced another
        monkeypatch.setattr(loading, "load_method", None)
        assert [self.most(own, options) for options in self.CHOICES] == [4, 6, 8, 3]

    def most(self, own: Path, options: Mapping[str, Any]) -> Any:
        return load("small", {"small": own}, **options).parameters["most"].value

    def test_few_choices_are_kept(self, own, compiled):
        write(own, "parameters: {most: {type: int, default: 3, min: 1, max: 99, why: W}}\n", "more.yaml")
        for number in range(1, 31):
            assert self.most(own, {"parameters": {"most": str(number)}}) == number
        assert 4 < len(list(compiled.rglob("*.kept"))) <= 8

    def test_a_choice_that_is_wrong_is_told_each_time(self, own, small):
        small()
        for _ in range(2):
            with pytest.raises(InputError):
                small(parameters={"most": "4"})

    def test_rulesets_of_users_are_not_kept(self, tmp_path, compiled):
        path = write(tmp_path / "mine", HEAD + VOCABULARY + CHECKS)
        load(path)
        load("mine", {"mine": path.parent})
        assert not compiled.exists()

    def test_functions_of_plugins_count(self, small, monkeypatch):
        small()
        (name, function), *_ = FUNCTIONS.items()
        other = {**FUNCTIONS, name: replace(function, unit="apples")}
        asked = []
        monkeypatch.setattr(loading, "load_method", lambda *_, **options: asked.append(options))
        monkeypatch.setattr(keeping, "_keep", lambda *_: None)
        small()
        assert asked == []
        small(functions=other)
        assert asked[0]["functions"] == other


def test_the_second_command_says_the_same_and_imports_no_parser(compiled):
    code = "import sys; from ccrules.cli import run; run(['rules', 'list']); print(*sys.modules, file=sys.stderr)"
    settings = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    for name in ("PYTHONDONTWRITEBYTECODE", SWITCH):
        settings.pop(name, None)
    command = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(command, env=settings, check=True, capture_output=True, encoding="utf-8")
        for _ in range(2)
    )
    assert first.stdout == second.stdout != ""
    assert {"yaml", "pydantic", "jinja2"} <= set(first.stderr.split())
    assert not {"yaml", "pydantic", "jinja2"} & set(second.stderr.split())
