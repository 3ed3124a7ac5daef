"""Entity types of plugins beside those of the rulesets: what does not fit them is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ccrules.conditions.checker import Scope
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.written import Written
from ccrules.errors import InputError, Problem, message, suggestion
from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.ruleset import remarks
from ccrules.ruleset.model import Remark
from ccrules.ruleset.names import name_problems
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.questions import derived_attribute
from ccrules.ruleset.vocabulary import merge_vocabulary


@dataclass(slots=True)
class Fitting:
    """What plugins declare and the rulesets at hand can use.

    Attributes:
        types: the entity types, without what was left out.
        remarks: one for each entity type and attribute that was left out, with the reason.
    """

    types: list[EntityType] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def leave_out(self, name: str, problem: Problem, kind: EntityType) -> None:
        """Note that something does not fit."""
        what = message("{name} was left out: {reason}", name=name, reason=problem.what)
        hint = message("it is the plugin's: rename it there, or declare it there as the rulesets do")
        self.remarks.append(Remark(remarks.TYPE_LEFT_OUT, kind.place, what, hint, name))

    @property
    def names(self) -> frozenset[str]:
        """What was left out: ``mailbox``, or ``mailbox.tracked``."""
        return frozenset(remark.of for remark in self.remarks)


def fitting(
    types: Sequence[EntityType],
    rulesets: Sequence[Parts],
    taken: Collection[str],
    functions: Mapping[str, PluginFunction],
) -> Fitting:
    """Choose what can be used of the entity types of plugins.

    A plugin that is installed must not keep rulesets from being used, so where the two contradict
    one another the rulesets hold; of two plugins, the first.

    Args:
        types: the entity types of plugins.
        rulesets: what the rulesets at hand declare.
        taken: names that mean something else in conditions.
        functions: functions that plugins add to the condition language.
    """
    found = Fitting()
    declared = [entity for parts in rulesets for entity in parts.entities]
    if not types or _objections(declared, []):  # contradictions among rulesets are told by themselves
        found.types.extend(types)
        return found
    for kind in types:
        _take_head(kind, declared, taken, found)
    for kind in [kind for kind in types if kind.name not in found.names]:
        for attribute in kind.attributes.values():
            if not _is_key(kind, attribute.name):
                _take_attribute(kind, attribute, declared, found)
    parameters = {one.name: one for parts in rulesets for one in parts.parameters}
    vocabulary, _ = merge_vocabulary([*declared, *found.types], [])
    _leave_out_derived(found, Scope(vocabulary, parameters, functions))
    return found


def _take_head(
    kind: EntityType, declared: Sequence[EntityType], taken: Collection[str], found: Fitting
) -> None:
    head = replace(kind, attributes={key: one for key, one in kind.attributes.items() if _is_key(kind, key)})
    names = filter(None, (kind.name, kind.plural))
    objections = [problem for name in names for problem in name_problems(name, kind.place, taken)]
    objections = objections or _objections(declared, [*found.types, head])
    if objections:
        found.leave_out(kind.name, objections[0], kind)
    else:
        found.types.append(head)


def _is_key(kind: EntityType, name: str) -> bool:
    return name in kind.key and name != "id"


def _take_attribute(
    kind: EntityType, attribute: Attribute, declared: Sequence[EntityType], found: Fitting
) -> None:
    more = replace(kind, attributes={attribute.name: attribute})
    objections = list(name_problems(attribute.name, attribute.place, {"id"}))
    objections = objections or _objections(declared, [*found.types, more])
    if objections:
        found.leave_out(f"{kind.name}.{attribute.name}", objections[0], kind)
        return
    at = next(i for i, one in enumerate(found.types) if one.name == kind.name and one.place == kind.place)
    head = found.types[at]
    found.types[at] = replace(head, attributes={**head.attributes, attribute.name: attribute})


def _objections(declared: Sequence[EntityType], added: Sequence[EntityType]) -> list[Problem]:
    """What speaks against a vocabulary, references that lead nowhere included."""
    problems: list[Problem] = []
    vocabulary, _ = merge_vocabulary([*declared, *added], problems)
    return [*problems, *(_loose(added, vocabulary) if added else ())]


def _loose(added: Sequence[EntityType], vocabulary: Vocabulary) -> Iterator[Problem]:
    for attribute in (one for kind in added for one in kind.attributes.values()):
        if attribute.to and attribute.to not in vocabulary.types:
            what = message("there is no entity type '{name}'", name=attribute.to)
            yield Problem(attribute.place, what, suggestion(attribute.to, vocabulary.types))


def _leave_out_derived(found: Fitting, scope: Scope) -> None:
    """Leave out computed attributes whose expressions these rulesets can't make sense of."""
    for at, kind in enumerate(found.types):
        kept = dict(kind.attributes)
        for name, attribute in kind.attributes.items():
            if not attribute.derive:
                continue
            try:
                derived_attribute(scope, kind.name, name, Written(attribute.derive, attribute.place))
            except InputError as error:
                found.leave_out(f"{kind.name}.{name}", error.problems[0], kind)
                del kept[name]
        found.types[at] = replace(kind, attributes=kept)
