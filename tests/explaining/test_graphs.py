"""Functions over graphs in words: what is asked, over which edges, and the path that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.explaining.support import explained

ENTITIES: dict[str, Any] = {
    "service": {
        "plural": "services",
        "label": {"en": "Service", "fr": "Service"},
        "label_plural": {"en": "Services", "fr": "Services"},
        "attributes": {"next": {"type": "ref", "to": "service", "label": {"en": "Next", "fr": "Suivant"}}},
    },
    "transfer": {
        "plural": "transfers",
        "label": {"en": "Transfer", "fr": "Transfert"},
        "label_plural": {"en": "Transfers", "fr": "Transferts"},
        "attributes": {
            "sender": {"type": "ref", "to": "service", "label": {"en": "Sender", "fr": "Émetteur"}},
            "receiver": {"type": "ref", "to": "service", "label": {"en": "Receiver", "fr": "Destinataire"}},
            "followed": {
                "type": "bool", "applicable": "always", "changeable": True,
                "label": {"en": "Followed", "fr": "Suivi"},
            },
        },
    },
}  # fmt: skip
FACTS: dict[str, Any] = {
    "services": [{"id": "legal", "next": "stores"}, {"id": "billing"}, {"id": "claims"}, {"id": "stores"}],
    "transfers": [
        {"id": "one", "sender": "legal", "receiver": "billing", "followed": False},
        {"id": "two", "sender": "billing", "receiver": "legal", "followed": False},
        {"id": "three", "sender": "billing", "receiver": "stores", "followed": True},
        {"id": "four", "sender": "claims", "receiver": "legal"},
    ],
}
ALL = "((t.sender, t.receiver) for t in transfers)"
UNFOLLOWED = "((t.sender, t.receiver) for t in transfers if not t.followed)"


def of(when: str, subject: str = "legal", language: str = "en", **let: str) -> Any:
    """The explanation of a condition on a service."""
    check = {
        "id": "C",
        "title": "t",
        "for": "service",
        "when": when,
        "let": let,
        "severity": "low",
        "message": "m",
    }
    ruleset = {"ruleset": "small", "version": "1.0.0", "entities": ENTITIES, "checks": [check]}
    return explained(ruleset, FACTS, "C", f"service/{subject}", language=language)


SAID = [
    (
        f"on_cycle(service, {UNFOLLOWED})",
        "✓ A cycle leads through legal, over the transfers where “Followed” is no (legal → billing → legal)",
        "✓ Une boucle passe par legal, sur les transferts où « Suivi » est à non (legal → billing → legal)",
    ),
    (
        f"not on_cycle(service, {ALL})",
        "✗ A cycle leads through legal, over the transfers (legal → billing → legal)",
        "✗ Une boucle passe par legal, sur les transferts (legal → billing → legal)",
    ),
    (
        f"reaches(service, service.next, {ALL})",
        "✓ A path leads from legal to “Next”, over the transfers (legal → billing → stores)",
        "✓ Un chemin mène de legal à « Suivant », sur les transferts (legal → billing → stores)",
    ),
    (
        f"reaches(service.next, service, {ALL})",
        "✗ No path leads from “Next” to legal, over the transfers",
        "✗ Aucun chemin ne mène de « Suivant » à legal, sur les transferts",
    ),
    (
        f"hops(service, service.next, {ALL}) > 1",
        "✓ The number of steps from legal to “Next”, over the transfers (legal → billing → stores) (2) is above 1",
        "✓ Le nombre d'étapes de legal à « Suivant », sur les transferts (legal → billing → stores) (2) dépasse 1",
    ),
    (
        f"connected(service.next, service, {ALL})",
        "✓ A chain joins “Next” and legal, over the transfers (stores – billing – legal)",
        "✓ Une chaîne relie « Suivant » et legal, sur les transferts (stores – billing – legal)",
    ),
    (
        f"connected(service, service.next, {UNFOLLOWED})",
        "✗ No chain joins legal and “Next”, over the transfers where “Followed” is no",
        "✗ Aucune chaîne ne relie legal et « Suivant », sur les transferts où « Suivi » est à non",
    ),
    (
        f"separates(service, {ALL})",
        "✓ Without legal, others are cut off from one another, over the transfers (billing – legal – claims)",
        "✓ Sans legal, d'autres sont coupés les uns des autres, sur les transferts (billing – legal – claims)",
    ),
    (
        f"not separates(service, {UNFOLLOWED})",
        "? It is open whether without legal, no others are cut off from one another, over the transfers where",
        "? On ne sait pas si sans legal, aucun autre n'est coupé du reste, sur les transferts où",
    ),
]


@pytest.mark.parametrize(("when", "english", "french"), SAID)
def test_what_is_asked_is_said_with_the_path_that_shows_it(when: str, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        lines = [
            line.strip().replace("\u00a0", " ") for line in of(when, language=language).text.splitlines()
        ]
        assert any(line.startswith(said) for line in lines), lines


def test_below_stand_the_edges_of_the_path_with_their_origins() -> None:
    found = of("on_cycle(service, links)", links=f"edges{UNFOLLOWED}")
    part = found.data[0]["parts"][0]["parts"][0]
    assert [row["text"] for row in part["rows"]] == ["one", "two"]
    assert (part["counted"], part["open"]) == (2, 0)
    facts = {fact["fact"] for row in part["rows"] for fact in row["facts"]}
    assert facts >= {"transfer/one.followed", "transfer/one.sender", "transfer/two.receiver"}
    assert "transfer/three.sender" not in facts


def test_an_open_cycle_names_the_edges_it_waits_for() -> None:
    found = of(f"on_cycle(service, {UNFOLLOWED})", "claims")
    assert found.data[0]["verdict"] == "pass"
    found = of(f"separates(service, {UNFOLLOWED})")
    assert found.data[0]["verdict"] == "not_assessed"
    assert found.data[0]["missing"] == ["transfer/four.followed"]


def test_what_would_change_it_is_an_edge_of_the_cycle() -> None:
    lines = [line.strip() for line in of(f"on_cycle(service, {UNFOLLOWED})").text.splitlines()]
    assert "- “Followed” of one or two became yes" in lines
