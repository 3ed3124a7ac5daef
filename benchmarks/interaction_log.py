"""Invented logs of a contact centre, always the same for the same seed, with known truths planted.

One week of contacts is drawn (arrivals with two peaks a day and a heavy Monday, waits that grow with
the load, patience, handling times, transfers, people who call again) and repeated with new dates and
ids, so that millions of rows cost little and every total is known beforehand.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

MONDAY = datetime.datetime(2026, 1, 5)  # noqa: DTZ001 - logs tell local time
QUEUES = {
    "Claims": (0.4, 380),
    "Billing": (0.25, 240),
    "Orders": (0.25, 200),
    "Technical support": (0.1, 620),
}
HOURS = {8: 5, 9: 11, 10: 13, 11: 11, 12: 6, 13: 6, 14: 11, 15: 12, 16: 10, 17: 8, 18: 5}
DAYS = {0: 27, 1: 20, 2: 18, 3: 17, 4: 16, 5: 2}
#: Faults planted in every week.
NEGATIVE_WAITS, UNREADABLE, REPEATED = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Contact:
    """One call of the week.

    Attributes:
        second: seconds since Monday midnight.
        queue: where it waits.
        agent: who answered; empty if nobody.
        customer: who called, within the week.
        outcome: Answered or Abandoned.
        wait: seconds before the answer or the end.
        talk: seconds of conversation.
        wrap: seconds of after-contact work.
        transfers: how often it was handed over.
    """

    second: int
    queue: str
    agent: str
    customer: int
    outcome: str
    wait: int
    talk: int
    wrap: int
    transfers: int


@dataclass(slots=True)
class Truth:
    """What is true of the contacts of a log that can be used.

    Attributes:
        offered: contacts by queue.
        handled: contacts answered by queue.
        waited: seconds waited by those answered, by queue.
        worked: seconds of work, by queue.
        in_time: contacts answered within twenty seconds, by queue.
        transferred: contacts answered and handed over at least once, by queue.
    """

    offered: Counter[str] = field(default_factory=Counter)
    handled: Counter[str] = field(default_factory=Counter)
    waited: Counter[str] = field(default_factory=Counter)
    worked: Counter[str] = field(default_factory=Counter)
    in_time: Counter[str] = field(default_factory=Counter)
    transferred: Counter[str] = field(default_factory=Counter)

    def add(self, contact: Contact, times: int = 1) -> None:
        """Count a contact."""
        self.offered[contact.queue] += times
        if contact.outcome == "Answered":
            self.handled[contact.queue] += times
            self.waited[contact.queue] += times * contact.wait
            self.worked[contact.queue] += times * (contact.talk + contact.wrap)
            self.in_time[contact.queue] += times * (contact.wait <= 20)
            self.transferred[contact.queue] += times * (contact.transfers > 0)


def week(size: int, seed: int = 1) -> list[Contact]:
    """Draw the contacts of one week, in the order of arrival."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    slots = [(day, hour) for day in DAYS for hour in HOURS]
    weights = [DAYS[day] * HOURS[hour] for day, hour in slots]
    moments = sorted(
        (day * 24 + hour) * 3600 + draw.randrange(3600) for day, hour in draw.choices(slots, weights, k=size)
    )
    return [_contact(draw, moment, size) for moment in moments]


def _contact(draw: random.Random, second: int, size: int) -> Contact:
    queue = draw.choices(list(QUEUES), [share for share, _ in QUEUES.values()])[0]
    day, hour = second // 86_400, second // 3600 % 24
    load = 0.55 + 0.03 * HOURS.get(hour, 5) + (0.15 if day == 0 else 0)
    wait = int(draw.expovariate(1 / (90 * load))) if draw.random() < min(load, 0.95) else draw.randrange(6)
    patience = int(draw.expovariate(1 / 420)) + 5
    customer = draw.randrange(max(size * 3 // 4, 1))
    if wait > patience:
        return Contact(second, queue, "", customer, "Abandoned", patience, 0, 0, 0)
    talk = max(20, int(draw.gauss(QUEUES[queue][1], 90)))
    transfers = 1 + (draw.random() < 0.2) if draw.random() < (0.24 if queue == "Claims" else 0.08) else 0
    agent = f"Agent {draw.randrange(1, 61):02}"
    return Contact(second, queue, agent, customer, "Answered", wait, talk, draw.randrange(15, 90), transfers)


HEADER = (
    "Call ID,Start time,Queue,Agent,Customer number,Call outcome,Wait (s),Talk time (s),Wrap-up (s),Transfers"
)


def lines(contacts: list[Contact], weeks: int) -> Iterator[str]:
    """The log as lines of CSV, faults among them; see :func:`truth`."""
    yield HEADER
    for number in range(weeks):
        begin = MONDAY + datetime.timedelta(weeks=number)
        days = [f"{begin + datetime.timedelta(days=day):%Y-%m-%d}" for day in range(7)]
        base = number * len(contacts)
        written = []
        for place, one in enumerate(contacts):
            hour, rest = divmod(one.second % 86_400, 3600)
            wait = -1 - one.wait if place < NEGATIVE_WAITS else one.wait
            unreadable = NEGATIVE_WAITS <= place < NEGATIVE_WAITS + UNREADABLE
            moment = (
                "soon"
                if unreadable
                else f"{days[one.second // 86_400]} {hour:02}:{rest // 60:02}:{rest % 60:02}"
            )
            written.append(
                f"{base + place},{moment},{one.queue},{one.agent},{base + one.customer},{one.outcome},"
                f"{wait},{one.talk},{one.wrap},{one.transfers}"
            )
        yield from written
        yield from written[-REPEATED:]


def truth(contacts: list[Contact], weeks: int) -> Truth:
    """What is true of the rows of :func:`lines` that can be used."""
    found = Truth()
    for one in contacts[NEGATIVE_WAITS + UNREADABLE :]:
        found.add(one, weeks)
    return found


def set_aside(weeks: int) -> int:
    """How many rows of :func:`lines` can't be used."""
    return weeks * (NEGATIVE_WAITS + UNREADABLE + REPEATED)
