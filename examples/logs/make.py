"""Writes the invented logs of this folder, always the same: ``python examples/logs/make.py``."""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
BEGIN = datetime.datetime(2026, 4, 1)  # noqa: DTZ001 - logs tell local time
DAYS = 61
PEOPLE = ["Nadia Roux", "Tom Berger", "Ines Costa", "Paul Martin", "Sara Lind", "Leo Petit"]
FILES = {"Sinistres": 320, "Facturation": 210, "Résiliation": 400}


def _moments(draw: random.Random, count: int) -> list[datetime.datetime]:
    """Working hours of working days."""
    found = []
    while len(found) < count:
        day = BEGIN + datetime.timedelta(days=draw.randrange(DAYS))
        if day.weekday() < 5:
            found.append(day + datetime.timedelta(hours=8, seconds=draw.randrange(36_000)))
    return sorted(found)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def calls(draw: random.Random) -> Iterable[Sequence[object]]:
    """Calls with English headers: one row per call."""
    yield [
        "Call ID",
        "Start time",
        "Queue",
        "Agent",
        "Customer number",
        "Outcome",
        "Wait (s)",
        "Talk time (s)",
        "Wrap-up (s)",
        "Transfers",
    ]
    for number, start in enumerate(_moments(draw, 400), 1):
        wait = int(draw.expovariate(1 / 45))
        answered = wait < 25 + draw.expovariate(1 / 220)
        agent, talk = (draw.choice(PEOPLE), max(30, int(draw.gauss(260, 80)))) if answered else ("", 0)
        yield [
            f"C{number:05}",
            start,
            draw.choice(["Claims", "Claims", "Billing", "Cancellation"]),
            agent,
            f"K{draw.randrange(260):04}",
            "Answered" if answered else "Abandoned",
            wait,
            talk,
            draw.randrange(10, 70) if answered else 0,
            int(answered and draw.random() < 0.25),
        ]


def appels(draw: random.Random) -> Iterable[Sequence[object]]:
    """Calls with French headers, one row per leg of a call."""
    yield [
        "N° appel",
        "Date",
        "Heure",
        "File d'attente",
        "Équipe",
        "Conseiller",
        "N° client",
        "Statut",
        "Durée d'attente",
        "Durée de communication",
        "Post-appel",
    ]
    for number, start in enumerate(_moments(draw, 300), 1):
        name = draw.choices(list(FILES), [5, 3, 2])[0]
        customer = f"{draw.randrange(190):05}"
        wait = int(draw.expovariate(1 / 60))
        if draw.random() < 0.12:
            yield [
                number,
                *_apart(start),
                name,
                "",
                "",
                customer,
                "Abandonné",
                _clock(wait),
                _clock(0),
                _clock(0),
            ]
            continue
        moment = start
        for team in _teams(draw, name):
            talk = max(20, int(draw.gauss(FILES[name], 90)))
            yield [
                number,
                *_apart(moment),
                name,
                team,
                draw.choice(PEOPLE),
                customer,
                "Traité",
                _clock(wait),
                _clock(talk),
                _clock(draw.randrange(10, 90)),
            ]
            moment += datetime.timedelta(seconds=talk + 20)
            wait = draw.randrange(20)


def _apart(moment: datetime.datetime) -> tuple[str, str]:
    return f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S}"


def _teams(draw: random.Random, name: str) -> list[str]:
    """Where a call goes: claims circle between two levels more often than they should."""
    way = ["Niveau 1"]
    if draw.random() < (0.4 if name == "Sinistres" else 0.1):
        way.append("Niveau 2")
        if draw.random() < 0.5:
            way.append("Niveau 1")
    return way


def tickets(draw: random.Random) -> Iterable[Sequence[object]]:
    """Mails: some are still open."""
    yield [
        "Ticket",
        "Boîte mail",
        "Reçu le",
        "Date de première réponse",
        "Clôturé le",
        "Statut",
        "Motif",
        "Expéditeur",
    ]
    for number, start in enumerate(_moments(draw, 260), 1):
        reply = start + datetime.timedelta(hours=draw.expovariate(1 / 30))
        end = BEGIN + datetime.timedelta(days=DAYS)
        is_open = reply > end or draw.random() < 0.04
        closed = "" if is_open else reply + datetime.timedelta(minutes=draw.randrange(5, 600))
        yield [
            f"T-{number}",
            draw.choice(["contact", "sinistres"]),
            _french(start),
            "" if is_open else _french(reply),
            _french(closed),
            "En cours" if is_open else "Clos",
            draw.choice(["Suivi de dossier", "Remboursement", "Attestation"]),
            f"client{draw.randrange(180)}",
        ]


def _french(moment: datetime.datetime | str) -> str:
    return moment if isinstance(moment, str) else f"{moment:%d/%m/%Y %H:%M}"


def intervals(draw: random.Random) -> Iterable[Sequence[object]]:
    """Half hours of a line, with a forecast and people planned."""
    yield [
        "Interval start",
        "Queue",
        "Calls offered",
        "Calls answered",
        "Calls abandoned",
        "Calls blocked",
        "Redirected",
        "Answered within threshold",
        "ASA (s)",
        "AHT (s)",
        "Forecast",
        "Scheduled agents",
        "Staffed hours",
    ]
    for day in range(14):
        date = BEGIN + datetime.timedelta(days=day)
        if date.weekday() > 4:
            continue
        for slot in range(16):
            peak = slot in (2, 3, 11)
            offered = max(4, int(draw.gauss(34 if peak else 18, 3)))
            blocked = draw.randrange(4) if peak else 0
            lost = int(offered * (0.3 if peak else 0.04))
            handled = offered - lost - blocked
            in_time = int(handled * (0.4 if peak else 0.97))
            yield [
                date + datetime.timedelta(hours=9, minutes=30 * slot),
                "Help line",
                offered,
                handled,
                lost,
                blocked,
                0,
                in_time,
                95 if peak else 9,
                draw.randrange(240, 300),
                draw.randrange(16, 24),
                4,
                2,
            ]


def write(name: str, rows: Iterable[Sequence[object]], separator: str, encoding: str) -> None:
    """Write a log."""
    with (HERE / name).open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)


def main() -> None:
    """Write all logs."""
    write("calls.csv", calls(random.Random(7)), ",", "utf-8")  # noqa: S311 - nothing secret
    write("appels.csv", appels(random.Random(8)), ";", "cp1252")  # noqa: S311 - likewise
    write("mails-tickets.csv", tickets(random.Random(9)), ";", "utf-8-sig")  # noqa: S311 - likewise
    write("phone-intervals.csv", intervals(random.Random(10)), ",", "utf-8")  # noqa: S311 - likewise


if __name__ == "__main__":
    main()
