"""The types of expressions, and units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ccrules.facts.units import RATIO_UNITS, canonical_unit, sides_of
from ccrules.facts.vocabulary import Attribute

#: A unit as powers of base names: ``contacts/month`` is ``(("contacts", 1), ("month", -1))``.
#: ``()`` is a pure ratio; None is a number that adapts to any unit, such as a literal.
Unit = tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression.

    Attributes:
        kind: ``bool number text enum date age duration ref set series collection names pair edges path
            error``.
        unit: of a number.
        integer: whether a number is always whole.
        values: of an enum.
        ordered: whether enum values compare with ``<``.
        entity: the entity type of a ref or a collection.
        element: of a set or a series.
        ends: of a pair, or of edges: what they lead from and to.
    """

    kind: str
    unit: Unit = None
    integer: bool = False
    values: tuple[str, ...] = ()
    ordered: bool = False
    entity: str = ""
    element: Type | None = None
    ends: tuple[Type, ...] = ()


BOOL = Type("bool")
NUMBER = Type("number")
WHOLE = Type("number", integer=True)
RATIO = Type("number", unit=())
TEXT = Type("text")
DATE = Type("date")
AGE = Type("age")
DURATION = Type("duration")
NAMES = Type("names")
PAIR = Type("pair")
EDGES = Type("edges")
PATH = Type("path")
#: Stands for an expression already reported, so that one mistake gives one problem.
ERROR = Type("error")


def unit_of(text: str) -> Unit:
    """Read a unit.

    Args:
        text: such as ``minutes``, ``contacts/month``, ``contacts per month`` or ``ratio``; empty for any.
    """
    if not text:
        return None
    numerator, *denominators = sides_of(text.replace("·", "*"))
    powers: dict[str, int] = {}
    for part, sign in [(numerator, 1), *((d, -1) for d in denominators)]:
        for name in part.split("*"):
            clean = canonical_unit(name)
            if clean and clean not in RATIO_UNITS:
                powers[clean] = powers.get(clean, 0) + sign
    return _normal(powers)


def _normal(powers: dict[str, int]) -> Unit:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def unit_text(unit: Unit) -> str:
    """A unit as people write it."""
    if not unit:
        return "ratio" if unit == () else ""
    above = [_power(name, power) for name, power in unit if power > 0]
    below = [_power(name, -power) for name, power in unit if power < 0]
    return "/".join(["*".join(above) or "1", *below])


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def product(left: Unit, right: Unit, sign: int = 1) -> Unit:
    """The unit of a product (or a quotient, with ``sign`` -1)."""
    if left is None and right is None:
        return None
    powers = dict(left or ())
    for name, power in right or ():
        powers[name] = powers.get(name, 0) + sign * power
    return _normal(powers)


def agree(left: Unit, right: Unit) -> bool:
    """Whether two units can be compared or added."""
    return left is None or right is None or left == right


def attribute_type(attribute: Attribute) -> Type:
    """The type of an expression that reads an attribute."""
    one = _value_type(attribute)
    if attribute.series:
        return Type("series", element=one)
    return Type("set", element=one) if attribute.set else one


def _value_type(attribute: Attribute) -> Type:
    if attribute.type == "enum":
        return Type("enum", values=attribute.values, ordered=attribute.ordered)
    if attribute.type == "ref":
        return Type("ref", entity=attribute.to)
    return plain_type(attribute.type, attribute.unit)


@lru_cache(maxsize=256)
def _number_type(unit: str, integer: bool) -> Type:
    return replace(WHOLE if integer else NUMBER, unit=unit_of(unit))


def plain_type(name: str, unit: str = "", values: tuple[str, ...] = ()) -> Type:
    """The type that a name such as ``int`` or ``duration`` stands for in a declaration."""
    if name in ("int", "number"):
        return _number_type(unit, name == "int")
    if name == "enum":
        return Type("enum", values=values)
    return {"bool": BOOL, "text": TEXT, "date": DATE, "duration": DURATION}[name]
