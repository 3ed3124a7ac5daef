"""Conditions in words: every kind of part, in both languages, said as what is the case."""

from __future__ import annotations

import pytest

from tests.explaining.support import explained

VOCABULARY = {
    "organisation": {
        "label": {"en": "Organisation", "fr": "Organisation"},
        "attributes": {
            "size": {"type": "int", "min": 0, "label": {"en": "Staff", "fr": "Effectif"}},
            "channels": {
                "type": "enum",
                "set": True,
                "values": {"phone": {"en": "Phone", "fr": "Téléphone"}, "mail": {"en": "Mail", "fr": "Courrier"}},
                "label": {"en": "Channels", "fr": "Canaux"},
            },
        },
    },
    "flow_map": {
        "singleton": True,
        "label": {"en": "Flow map", "fr": "Cartographie"},
        "attributes": {"share": {"type": "number", "unit": "ratio", "label": {"en": "Covered", "fr": "Couvert"}}},
    },
    "agent": {
        "plural": "agents",
        "label": {"en": "Agent", "fr": "Agent"},
        "label_plural": {"en": "Agents", "fr": "Agents"},
        "attributes": {
            "skills": {"type": "text", "set": True, "label": {"en": "Skills", "fr": "Compétences"}},
            "box": {"type": "ref", "to": "box", "label": {"en": "Box", "fr": "Boîte"}},
            "left": {"type": "date", "label": {"en": "Left on", "fr": "Parti le"}},
        },
    },
    "box": {
        "plural": "boxes",
        "label": {"en": "Box", "fr": "Boîte"},
        "label_plural": {"en": "Boxes", "fr": "Boîtes"},
        "attributes": {
            "tracked": {"type": "bool", "label": {"en": "Tracked", "fr": "Suivie"}},
            "volume": {
                "type": "number", "unit": "contacts/month", "min": 0,
                "label": {"en": "Volume", "fr": "Volume"},
            },
            "part": {"type": "number", "unit": "ratio", "label": {"en": "Part", "fr": "Part"}},
            "kind": {
                "type": "enum", "ordered": True,
                "values": {"low": {"en": "Low", "fr": "Bas"}, "top": {"en": "Top", "fr": "Haut"}},
                "label": {"en": "Kind", "fr": "Nature"},
            },
            "owner": {"type": "ref", "to": "agent", "label": {"en": "Owner", "fr": "Responsable"}},
            "seen": {"type": "date", "label": {"en": "Seen on", "fr": "Vue le"}},
            "rhythm": {"type": "duration", "label": {"en": "Rhythm", "fr": "Rythme"}},
            "scores": {"type": "number", "series": True, "label": {"en": "Scores", "fr": "Notes"}},
        },
    },
}  # fmt: skip
FACTS = {
    "assessment": {"date": "2026-10-01"},
    "organisation": {"size": 40, "channels": ["phone"]},
    "flow_map": {"share": "50 %"},
    "agents": [
        {"id": "ann", "skills": ["law", "tax"], "box": "a", "left": "none"},
        {"id": "bob", "skills": [], "box": "b"},
    ],
    "boxes": [
        {
            "id": "a", "tracked": False, "volume": 1200, "part": "85 %", "kind": "low", "owner": "ann",
            "seen": "2026-03-01", "rhythm": "weekly", "scores": {"2026-08": 3, "2026-09": 4},
        },
        {"id": "b", "tracked": "unknown", "volume": "40..50", "part": "not applicable", "owner": "none"},
    ],
}  # fmt: skip
PARAMETERS = {
    "limit": {
        "type": "int",
        "default": 3,
        "label": {"en": "Boxes allowed", "fr": "Boîtes admises"},
        "why": "x",
    },
    "month": {"type": "duration", "default": "1 month", "why": "x"},
}

CASES = [
    # values and comparisons, true and false
    ("box.tracked", "“Tracked” is no", "« Suivie » est à non"),
    ("not box.tracked", "“Tracked” is no", "« Suivie » est à non"),
    ("box.volume > 0", "“Volume” (1,200 contacts per month) is above 0", "« Volume » (1 200 contacts par mois) dépasse 0"),
    ("not box.volume > 0", "“Volume” (1,200 contacts per month) is above 0", "« Volume » (1 200 contacts par mois) dépasse 0"),
    ("box.volume <= 3", "“Volume” (1,200 contacts per month) is above 3", "« Volume » (1 200 contacts par mois) dépasse 3"),
    ("3 < box.volume", "“Volume” (1,200 contacts per month) is above 3", "« Volume » (1 200 contacts par mois) dépasse 3"),
    ("box.volume == 1200", "“Volume” (1,200 contacts per month) is 1,200", "« Volume » (1 200 contacts par mois) vaut 1 200"),
    ("box.part < 0.9", "“Part” (85%) is below 90%", "« Part » (85 %) est en dessous de 90 %"),
    (
        "organisation.size > params.limit",
        "“Staff” of the organisation (40) is above “Boxes allowed” (3, default of the ruleset)",
        "« Effectif » de l'organisation (40) dépasse « Boîtes admises » (3, valeur par défaut du référentiel)",
    ),
    ("flow_map.share >= 0.6", "“Covered” of “Flow map” (50%) is below 60%", "« Couvert » de « Cartographie » (50 %) est en dessous de 60 %"),
    ("box.kind == 'low'", "“Kind” is Low", "« Nature » est Bas"),
    ("box.kind == 'top'", "“Kind” (Low) is not Top", "« Nature » (Bas) n'est pas Haut"),
    ("box.kind >= 'top'", "“Kind” (Low) is below Top", "« Nature » (Bas) est en dessous de Haut"),
    ("box.kind in ('low', 'top')", "“Kind” (Low) is one of Low or Top", "« Nature » (Bas) est parmi Bas ou Haut"),
    ("box.kind not in ('top',)", "“Kind” (Low) is none of Top", "« Nature » (Bas) n'est pas parmi Haut"),
    ("box.owner == 'bob'", "“Owner” (ann) is not bob", "« Responsable » (ann) n'est pas bob"),
    ("box.owner in agents", "“Owner” (ann) is among agents", "« Responsable » (ann) est parmi agents"),
    ("'law' in box.owner.skills", "“Skills” of “Owner” (law and tax) includes law", "« Compétences » de « Responsable » (law et tax) comprend law"),
    ("'x' in box.owner.skills", "“Skills” of “Owner” (law and tax) does not include x", "« Compétences » de « Responsable » (law et tax) ne comprend pas x"),
    ("'mail' in organisation.channels", "“Channels” of the organisation (Phone) does not include Mail", "« Canaux » de l'organisation (Téléphone) ne comprend pas Courrier"),
    ("box.seen < '2026-04-01'", "“Seen on” (1 March 2026) is before 1 April 2026", "« Vue le » (1er mars 2026) est avant le 1er avril 2026"),
    ("box.rhythm > params.month", "“Rhythm” (1 week) is at most “month” (1 month, default of the ruleset)", "« Rythme » (1 semaine) ne dépasse pas « month » (1 mois, valeur par défaut du référentiel)"),
    ("age(box.seen) > '6 months'", "The time since “Seen on” (214 days) is longer than 6 months", "Le temps écoulé depuis « Vue le » (214 jours) dépasse 6 mois"),
    (
        "days_between(box.seen, assessment.date) > 99",
        "The number of days from “Seen on” to the date of the assessment (214) is above 99",
        "Le nombre de jours entre « Vue le » et la date du diagnostic (214) dépasse 99",
    ),
    ("box.volume * 2 > 5", "“Volume” × 2 (2,400) is above 5", "« Volume » × 2 (2 400) dépasse 5"),
    ("(box.volume + 1) / 2 > 5", "(“Volume” + 1) ÷ 2 (600.5) is above 5", "(« Volume » + 1) ÷ 2 (600,5) dépasse 5"),
    # states
    ("exists(box.owner)", "“Owner” (ann) exists", "« Responsable » (ann) existe"),
    ("not exists(box.owner)", "“Owner” (ann) exists", "« Responsable » (ann) existe"),
    ("exists(flow_map)", "“Flow map” exists", "« Cartographie » existe"),
    ("known(box.kind)", "“Kind” (Low) is known", "On connaît « Nature » (Bas)"),
    ("cannot_tell(box.kind)", "“Kind” (Low) is known", "On connaît « Nature » (Bas)"),
    # loops
    ("count(boxes) > params.limit", "The number of boxes (2) is at most “Boxes allowed” (3, default of the ruleset)", "Le nombre de boîtes (2) ne dépasse pas « Boîtes admises » (3, valeur par défaut du référentiel)"),
    ("count(b for b in boxes if b.volume > 9) > 0", "There are boxes where “Volume” is above 9 (2)", "Il y a des boîtes où « Volume » dépasse 9 (2)"),
    ("count(a for a in agents if 'x' in a.skills) == 0", "There are no agents where “Skills” includes x", "Il n'y a pas d'agents où « Compétences » comprend x"),
    ("any(a.box == box for a in agents)", "There are agents where “Box” is a", "Il y a des agents où « Boîte » est a"),
    ("all(b.volume > 9 for b in boxes)", "There are no boxes where “Volume” is at most 9", "Il n'y a pas de boîtes où « Volume » ne dépasse pas 9"),
    (
        "sum(b.volume for b in boxes) > 9",
        "The sum of “Volume” over the boxes (between 1,240 and 1,250 contacts per month) is above 9",
        "La somme de « Volume » sur les boîtes (entre 1 240 et 1 250 contacts par mois) dépasse 9",
    ),
    ("max(b.part for b in boxes) > 0.5", "The highest “Part” among the boxes (85%) is above 50%", "Le maximum de « Part » parmi les boîtes (85 %) dépasse 50 %"),
    (
        "share(1 for b in boxes if b.volume > 99) > 0.4",
        "The share, among the boxes, of those where “Volume” is above 99 (50%) is above 40%",
        "La part des cas où « Volume » dépasse 99, parmi les boîtes (50 %) dépasse 40 %",
    ),
    (
        "count(s for s in box.owner.skills if s != 'law') < 2",
        "The number of values in “Skills” of “Owner” where that value is not law (1) is below 2",
        "Le nombre de valeurs de « Compétences » de « Responsable » où cette valeur n'est pas law (1) est en dessous de 2",
    ),
    (
        "count(c for c in organisation.channels if c != 'phone') < 1",
        "There are no values in “Channels” of the organisation where that value is not Phone",
        "Il n'y a pas de valeurs de « Canaux » de l'organisation où cette valeur n'est pas Téléphone",
    ),
    (
        "consecutive(v for v in box.scores if v < 5) > 1",
        "The number of latest values of “Scores” in a row where that value is below 5 (2) is above 1",
        "Le nombre de dernières valeurs de « Notes » à la suite où cette valeur est en dessous de 5 (2) dépasse 1",
    ),
    ("latest(box.scores) < previous(box.scores)", "The latest value of “Scores” (4) is at least the value before the latest of “Scores” (3)", "La dernière valeur de « Notes » (4) atteint l'avant-dernière valeur de « Notes » (3)"),
    ("box.volume > 9 if box.kind == 'low' else box.volume > 8", "“Volume” (1,200 contacts per month) is above 9", "« Volume » (1 200 contacts par mois) dépasse 9"),
    # groups
    ("box.tracked and box.volume > 0", "Not all of this holds:", "Tout ceci n'est pas vrai :"),
    ("box.tracked or box.volume > 0", "At least one of these holds:", "Au moins une de ces conditions est vraie :"),
    ("not (box.tracked or box.volume < 1)", "All of this holds:", "Tout ceci est vrai :"),
    ("box.tracked or box.volume < 1", "None of these holds:", "Aucune de ces conditions n'est vraie :"),
]  # fmt: skip
OPEN = [
    ("box.tracked", "It is open whether “Tracked” (unknown) is yes", "On ne sait pas si « Suivie » (inconnu) est à oui"),
    ("box.volume > 45", "It is open whether “Volume” (between 40 and 50 contacts per month) is above 45", "On ne sait pas si « Volume » (entre 40 et 50 contacts par mois) dépasse 45"),
    ("box.seen < '2026-04-01'", "It is open whether “Seen on” (not collected) is before 1 April 2026", "On ne sait pas si « Vue le » (non recueilli) est avant le 1er avril 2026"),
    ("box.part > 0.5", "It makes no sense to ask whether “Part” (not applicable) is above 50%", "Il est sans objet de savoir si « Part » (sans objet) dépasse 50 %"),
    ("exists(box.owner)", "“Owner” does not exist", "« Responsable » n'existe pas"),
    ("box.tracked and box.volume > 0", "It is open whether all of this holds:", "On ne sait pas si tout ceci est vrai :"),
    ("count(a for a in agents if a.box == box and a.left < '2026-01-01') > 0",
     "It is open whether there are agents where “Box” is b and “Left on” is before 1 January 2026 (between 0 and 1)",
     "On ne sait pas s'il y a des agents où « Boîte » est b et « Parti le » est avant le 1er janvier 2026 (entre 0 et 1)"),
]  # fmt: skip


def sentence(condition: str, language: str, subject: str) -> str:
    ruleset = {
        "ruleset": "words",
        "version": "1.0.0",
        "entities": VOCABULARY,
        "parameters": PARAMETERS,
        "checks": [
            {"id": "C", "title": "t", "for": "box", "when": condition, "severity": "low", "message": "m"}
        ],
    }
    found = explained(ruleset, FACTS, "C", subject, language=language)
    part = found.data[0]["parts"][-1]["parts"][0]
    return part["sentence"].replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(("condition", "english", "french"), CASES)
def test_a_part_says_what_is_the_case(condition: str, english: str, french: str) -> None:
    assert sentence(condition, "en", "a") == english
    assert sentence(condition, "fr", "a") == french


@pytest.mark.parametrize(("condition", "english", "french"), OPEN)
def test_what_is_open_or_makes_no_sense_says_so(condition: str, english: str, french: str) -> None:
    assert sentence(condition, "en", "b") == english
    assert sentence(condition, "fr", "b") == french
