"""What the plan is made from, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ccrules.ruleset.model import Recommendation

_THOUSANDTH = Decimal("0.001")


def to_three_decimals(number: Decimal | float) -> Decimal:
    """Round half up to three decimals, on the shortest decimal form of a float."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(float(number)))
    return exact.quantize(_THOUSANDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that waits for action.

    Attributes:
        id: the finding's id.
        check: the id of the check that failed.
        severity: one of ``ccrules.ruleset.model.SEVERITIES``.
        subject: ``type/id``; empty for the organisation.
        exposure: how much is exposed, in the check's own unit; None if it is not known.
        recommend: ids of the recommendations the check points to.
        confidence: 0 to 1; less than 1 if it rests on a figure in doubt.
    """

    id: str
    check: str
    severity: str
    subject: str = ""
    exposure: float | None = None
    recommend: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class OpenConclusion:
    """A conclusion that waits for action.

    Attributes:
        id: what is concluded; conclusions of one id about several subjects count together.
        key: the id with its subject, unique.
        belief: 0 to 1.
        kind: ``cause``, ``consequence`` or ``anti-pattern``.
        severity: of an anti-pattern; empty otherwise.
        subject: ``type/id``; empty for the organisation.
        explains: ids of the findings it explains.
        rests_on: ids of the findings it was concluded from.
        recommend: ids of the recommendations its rules point to.
    """

    id: str
    key: str
    belief: float
    kind: str = "cause"
    severity: str = ""
    subject: str = ""
    explains: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    recommend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a check reaches, so that a finding can be seen as a part of it.

    Attributes:
        subjects: how many subjects the check failed or passed for.
        known: for how many of them the exposure is known.
        total: the sum of the known exposures, in the check's own unit.
    """

    subjects: int
    known: int = 0
    total: float = 0.0

    def share(self, exposure: float | None) -> float:
        """The part of the check's subjects that one of them stands for, 0 to 1.

        Each subject stands for one part in ``subjects``, more or less as its exposure compares
        with the mean of the known ones; unknown exposure counts as the mean, so it is neutral.

        Args:
            exposure: what is exposed on the subject; None if it is not known.
        """
        if self.subjects < 1:
            return 1.0
        mean = self.total / self.known if self.known else 0.0
        if exposure is None or mean <= 0:
            return 1 / self.subjects
        return min(1.0, max(0.0, exposure) / mean / self.subjects)


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a priority.

    Attributes:
        name: ``severity``, ``extent``, ``confidence``, ``novelty``, ``objectives``, ``effort`` or
            ``inherited``.
        value: the number, exactly as it enters the arithmetic.
        about: the check, conclusion or recommendation it is about; empty if none.
    """

    name: str
    value: Decimal
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """What an action gains on one check or conclusion: severity x extent x confidence x novelty.

    Attributes:
        about: the check or conclusion.
        severity: the weight of the worst severity.
        extent: half is due to the worst finding, the rest grows with the part exposed; 0.5 to 1.
        confidence: the mean confidence of the findings, weighed as in the extent; the belief, if
            that is less, where it counts through a conclusion.
        through: the cause that explains the check's findings; empty if the check itself asks for it.
        novelty: 1; half of that for each action before it that deals with the same.
    """

    about: str
    severity: Decimal
    extent: Decimal
    confidence: Decimal = Decimal(1)
    through: str = ""
    novelty: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        """The product, exact."""
        return self.severity * self.extent * self.confidence * self.novelty

    @property
    def terms(self) -> tuple[Term, ...]:
        """The factors."""
        return (
            Term("severity", self.severity, self.about),
            Term("extent", self.extent, self.about),
            Term("confidence", self.confidence, self.about),
            *((Term("novelty", self.novelty, self.about),) if self.novelty != 1 else ()),
        )


@dataclass(frozen=True, slots=True)
class Priority:
    """Why an action stands where it stands.

    ``own`` is the sum of the gains x objectives / effort, rounded half up to three decimals;
    ``value`` is the larger of ``own`` and ``inherited``.

    Attributes:
        gains: one for each check or conclusion the action deals with, by name.
        objectives: 1, plus the share of the client's weights that the action serves.
        effort: the weight of the effort.
        inherited: the highest priority of what waits for it; 0 if nothing does or it is lower.
        waiting: the recommendation it is inherited from; empty if it is not.
    """

    gains: tuple[Gain, ...]
    objectives: Decimal
    effort: Decimal
    inherited: Decimal = Decimal(0)
    waiting: str = ""

    @property
    def own(self) -> Decimal:
        """What the action is worth by itself."""
        benefit = sum((gain.value for gain in self.gains), Decimal(0))
        return to_three_decimals(benefit * self.objectives / self.effort)

    @property
    def value(self) -> Decimal:
        """What the action is ranked by."""
        return max(self.own, self.inherited)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every number that enters ``value``, in the order of the formula."""
        gains = tuple(term for gain in self.gains for term in gain.terms)
        last = (Term("inherited", self.inherited, self.waiting),) if self.waiting else ()
        return (*gains, Term("objectives", self.objectives), Term("effort", self.effort), *last)


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """A recommendation with its place in the plan.

    Attributes:
        recommendation: the entry of the catalogue.
        rank: 1 for what comes first.
        wave: 1, 2 or 3.
        priority: the arithmetic.
        resolves: ids of the findings whose checks point to it, sorted.
        addresses: keys of the conclusions whose rules point to it, sorted.
        after: its prerequisites that are in the plan, sorted.
        prerequisite_only: whether it is there only because another needs it.
    """

    recommendation: Recommendation
    rank: int
    wave: int
    priority: Priority
    resolves: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    prerequisite_only: bool = False
