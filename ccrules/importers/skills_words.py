"""What the words, marks and levels of skills matrices mean; everything the importer goes by.

All words are compared as slugs: in lower case, without accents, signs and spaces.
"""

from __future__ import annotations

from collections.abc import Mapping

from ccrules.facts.spelling import slug
from ccrules.facts.words import unaccented


def _meanings(words: Mapping[str, str]) -> Mapping[str, str]:
    """Meaning by the slug of each word."""
    return {slug(word): meaning for meaning, listed in words.items() for word in listed.split(", ")}


PERSON, SKILL, ROLE, LEVEL = "person", "skill", "role", "level"
HOLDER, BACKUP, TEAM, LEAVES, CRITICAL = "holder", "backup", "team", "leaves", "critical"

COLUMNS: Mapping[str, str] = _meanings(
    {
        PERSON: "name, nom, person, people, personne, personnes, agent, agents, adviser, advisers, advisor, "
        "advisors, conseiller, conseillers, collaborateur, collaborateurs, employee, employees, salarié, "
        "salariés, prénom, nom prénom, nom et prénom, full name, staff",
        SKILL: "skill, skills, competence, competences, compétence, compétences, savoir-faire, know-how, "
        "activity, activité, topic, domaine, motif",
        ROLE: "role, roles, rôle, rôles, function, fonction, fonctions, key function, fonction clé",
        LEVEL: "level, niveau, mark, note, score, maîtrise, mastery",
        HOLDER: "holder, holders, titulaire, titulaires, owner, référent, détenteur, détenteurs",
        BACKUP: "back-up, backup, back-ups, backups, stand-in, deputy, suppléant, suppléante, suppléants, "
        "remplaçant, remplaçante, remplaçants, doublure",
        TEAM: "team, équipe, group, groupe",
        LEAVES: "leaves on, leaving date, departure, date de départ, départ, départ prévu",
        CRITICAL: "critical, critique",
    }
)
"""What a column is for, by its header; others are skills or people of a grid, or are not mapped."""

_BESIDE = (
    "id, number, numéro, matricule, identifiant, site, contract, contrat, job, position, poste, emploi, "
    "start date, entry date, hire date, hired on, date d'entrée, date d'embauche, entrée, arrivée, "
    "seniority, ancienneté, age, âge, fte, etp, working time, temps de travail, quotité, manager, "
    "responsable, superviseur, comment, comments, commentaire, commentaires, remark, remarks, remarque, "
    "remarques, observations, validation date, date de validation, date de mise à jour, mise à jour, "
    "updated on"
)
BESIDE = frozenset(map(slug, _BESIDE.split(", ")))
"""Headers of what stands beside skills: neither a skill nor mapped, whatever is below them."""

_SUMS = (
    "total totals totaux sum somme average mean moyenne count nb nombre target cible objectif besoin "
    "coverage couverture taux percentage pourcentage"
)


def is_sum(text: str) -> bool:
    """Whether a row or column adds up others: its name begins with such a word.

    Args:
        text: the name.
    """
    words = unaccented(text.casefold()).replace("'", " ").split()
    return bool(words) and words[0].strip(".:%") in _SUMS.split()


HOLDS, STANDS_IN, HOLDS_NOT, OPEN = "holds", "stands in", "holds not", "open"

MARKS: Mapping[str, str] = {
    **dict.fromkeys(("✓", "✔", "✅", "☑", "●", "•", "+", "++"), HOLDS),
    **dict.fromkeys(("", "-", "–", "—", "✗", "✘", "❌", "☐", "○", "/"), HOLDS_NOT),
    "?": OPEN,
    **_meanings(
        {
            HOLDS: "x, xx, yes, y, oui, true, vrai, ok, m, t, h, u, o, a, e, holder, titulaire, expert, "
            "experte, autonomous, autonome, master, maîtrise, maîtrisé, confirmed, confirmé, "
            "confirmée, certified, "
            "certifié, trainer, formateur, formatrice, référent, référente",
            STANDS_IN: "b, s, r, d, back-up, backup, stand-in, deputy, suppléant, suppléante, remplaçant, "
            "remplaçante, doublure, relais",
            HOLDS_NOT: "no, n, non, false, faux, none, aucun, aucune, na, n/a, not applicable, sans objet, "
            "i, l, f, learner, learning, beginner, basics, notions, débutant, débutante, novice, "
            "in training, trainee, en formation, en cours, à former, to be trained",
            OPEN: "unknown, inconnu, to be assessed, à évaluer, nsp, ne sait pas",
        }
    ),
}
"""What a mark says. Of the letters I, L, U, O the last two work alone; a beginner does not hold the skill."""

ALONE_FROM: Mapping[int, float] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 10: 7, 100: 70}
"""The level from which somebody works alone, by the highest level of the scale."""

ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    PERSON: ("agents", "id"),
    SKILL: ("agents", "skills"),
    TEAM: ("agents", "team"),
    LEAVES: ("agents", "leaves_on"),
    CRITICAL: ("skills", "critical"),
    ROLE: ("roles", "id"),
    HOLDER: ("roles", "holders"),
    BACKUP: ("roles", "stand_in"),
}
"""The fact that each kind of column gives; holders and back-ups of a skill are agents who have it."""
