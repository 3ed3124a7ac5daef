"""Texts with values in them, checked on load: their syntax, and every name they read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ccrules.conditions.types import ERROR, TEXT, Type, attribute_type
from ccrules.conditions.unknown import unknown_attribute, unknown_parameter
from ccrules.conditions.written import Written
from ccrules.errors import InputError, Message, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import Vocabulary
from ccrules.ruleset.model import Check, Inference, Parameter
from ccrules.ruleset.parts import TemplateUse
from ccrules.text.templates import compile_template

Path = tuple[str, ...]
PARAMS = "params"


@dataclass(frozen=True, slots=True)
class TextScope:
    """What texts can speak of.

    Every text knows the organisation and other singletons by their names, and parameters as
    ``params.name``. The texts of a check and of a conclusion also know its subject by the
    name of its type; those of a check also what ``let`` names.

    Attributes:
        vocabulary: the entity types.
        parameters: by name.
        checks: by id, with their questions.
        inferences: by id.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    checks: Mapping[str, Check]
    inferences: Mapping[str, Inference]

    def names(self, use: TemplateUse) -> dict[str, Type] | None:
        """The names that one text can use, with their types; None if that cannot be told."""
        singletons = {one.name: Type("ref", entity=one.name) for one in self.vocabulary if one.singleton}
        if use.of == "check":
            return singletons | self._of_check(self.checks[use.id])
        if use.of == "inference":
            rule = self.inferences.get(use.id)
            return (
                singletons | {rule.subject: Type("ref", entity=rule.subject)}
                if rule and rule.subject
                else None
            )
        return singletons

    def _of_check(self, check: Check) -> dict[str, Type]:
        if check.question:
            named = {name: node.type for name, node in check.question.let.items()}
        else:
            named = dict.fromkeys(check.let, ERROR)
        has_subject = check.subject in self.vocabulary.types
        return {check.subject: Type("ref", entity=check.subject), **named} if has_subject else named


def check_templates(uses: Iterable[TemplateUse], scope: TextScope, problems: list[Problem]) -> set[str]:
    """Check the syntax of texts and every name they read.

    Args:
        uses: the texts.
        scope: what they can speak of.
        problems: takes what is wrong with them.

    Returns:
        The names of the parameters that they print.
    """
    printed: set[str] = set()
    for use in uses:
        try:
            paths = sorted(compile_template(use.text.text, use.text.place).paths)
        except InputError as error:
            problems.extend(error.problems)
            continue
        printed.update(path[1] for path in paths if path[0] == PARAMS and len(path) > 1)
        problems.extend(_path_problems(use, paths, scope))
    return printed


def _path_problems(use: TemplateUse, paths: Sequence[Path], scope: TextScope) -> Iterator[Problem]:
    names = scope.names(use) if paths else None
    for path in paths:
        wrong = _wrong(path, names, scope) if names is not None else None
        if wrong:
            step, what, hint = wrong
            yield Problem(_place(use.text, path, step), what, hint)


def _wrong(
    path: Path, names: Mapping[str, Type], scope: TextScope
) -> tuple[int, Message, Message | None] | None:
    """The first step of a path that leads nowhere, with what to say of it."""
    if path[0] == PARAMS:
        return _wrong_parameter(path, scope)
    if path[0] not in names:
        what = message("the text uses a name that is not defined: {name}", name=path[0])
        return 0, what, suggestion(path[0], [*names, PARAMS])
    found = names[path[0]]
    for step, name in enumerate(path[1:], start=1):
        if found.kind == "error":
            return None
        if found.kind != "ref":
            what = message("{name} has no parts that a text could print", name=".".join(path[:step]))
            return step, what, message("print it as it is")
        below = _attribute(scope.vocabulary, found.entity, name)
        if below is None:
            return step, *unknown_attribute(scope.vocabulary[found.entity], name, "id")
        found = below
    return None


def _attribute(vocabulary: Vocabulary, entity: str, name: str) -> Type | None:
    attribute = vocabulary.attribute(entity, name)
    if attribute:
        return attribute_type(attribute)
    return TEXT if name == "id" else None


def _wrong_parameter(path: Path, scope: TextScope) -> tuple[int, Message, Message | None] | None:
    if len(path) > 1 and path[1] in scope.parameters:
        return None
    name = path[1] if len(path) > 1 else ""
    return len(path[:2]) - 1, *unknown_parameter(name, scope.parameters)


def _place(text: Written, path: Path, step: int) -> Place:
    """The place of one step of a path in the text, or of the text where it is written otherwise."""
    dotted = r"\s*\.\s*".join(map(re.escape, path[:step]))
    before = rf"(?<![\w.]){dotted}\s*\.\s*" if step else r"(?<![\w.])"
    for tag in re.finditer(r"\{\{.*?\}\}|\{%.*?%\}", text.text, re.DOTALL):
        found = re.search(rf"{before}({re.escape(path[step])})(?!\w)", tag[0])
        if found:
            return text.at(tag.start() + found.start(1))
    return text.place
