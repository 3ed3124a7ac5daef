"""The turns of phrase that sentences about conditions are made of, in English and French.

Names of attributes stand in quotes: they come from a vocabulary that tells neither their
gender nor their number, so no article and no adjective ever has to agree with one.
"""

from __future__ import annotations

from ccrules.text import elide, typeset

#: Key to English and French.
PHRASES: dict[str, tuple[str, str]] = {
    "quoted": ("“{text}”", "« {text} »"),
    "with value": ("{name} ({value})", "{name} ({value})"),
    "of the organisation": ("{name} of the organisation", "{name} de l'organisation"),
    "that thing": ("that {type}", "{type}"),
    "that subject": ("the {type} at hand", "l'élément examiné ({type})"),
    "that value": ("that value", "cette valeur"),
    # comparisons
    "number >": ("{left} is above {right}", "{left} dépasse {right}"),
    "number >=": ("{left} is at least {right}", "{left} atteint {right}"),
    "number <": ("{left} is below {right}", "{left} est en dessous de {right}"),
    "number <=": ("{left} is at most {right}", "{left} ne dépasse pas {right}"),
    "number ==": ("{left} is {right}", "{left} vaut {right}"),
    "number !=": ("{left} is not {right}", "{left} ne vaut pas {right}"),
    "length >": ("{left} is longer than {right}", "{left} dépasse {right}"),
    "length >=": ("{left} is at least {right}", "{left} atteint {right}"),
    "length <": ("{left} is shorter than {right}", "{left} est en dessous de {right}"),
    "length <=": ("{left} is at most {right}", "{left} ne dépasse pas {right}"),
    "length ==": ("{left} is {right}", "{left} est de {right}"),
    "length !=": ("{left} is not {right}", "{left} n'est pas de {right}"),
    "date >": ("{left} is after {right}", "{left} est après {right}"),
    "date >=": ("{left} is not before {right}", "{left} n'est pas avant {right}"),
    "date <": ("{left} is before {right}", "{left} est avant {right}"),
    "date <=": ("{left} is not after {right}", "{left} n'est pas après {right}"),
    "day": ("{text}", "le {text}"),
    "same": ("{left} is {right}", "{left} est {right}"),
    "not same": ("{left} is not {right}", "{left} n'est pas {right}"),
    "rank >": ("{left} is above {right}", "{left} est au-dessus de {right}"),
    "rank >=": ("{left} is at least {right}", "{left} est au moins {right}"),
    "rank <": ("{left} is below {right}", "{left} est en dessous de {right}"),
    "rank <=": ("{left} is at most {right}", "{left} est au plus {right}"),
    "yes": ("{name} is yes", "{name} est à oui"),
    "no": ("{name} is no", "{name} est à non"),
    "one of": ("{item} is one of {choices}", "{item} est parmi {choices}"),
    "none of": ("{item} is none of {choices}", "{item} n'est pas parmi {choices}"),
    "among": ("{item} is among {things}", "{item} est parmi {things}"),
    "not among": ("{item} is not among {things}", "{item} n'est pas parmi {things}"),
    "includes": ("{container} includes {item}", "{container} comprend {item}"),
    "not includes": ("{container} does not include {item}", "{container} ne comprend pas {item}"),
    # states
    "exists": ("{name} exists", "{name} existe"),
    "not exists": ("{name} does not exist", "{name} n'existe pas"),
    "known": ("{name} is known", "on connaît {name}"),
    "differ": ("the sources of {name} differ", "les sources de {name} divergent"),
    "not differ": ("the sources of {name} agree", "les sources de {name} concordent"),
    "not known": ("nobody can tell {name}", "personne ne peut dire {name}"),
    # logic inside a sentence
    "and": ("{left} and {right}", "{left} et {right}"),
    "or": ("{left} or {right}", "{left} ou {right}"),
    "either": ("({text})", "({text})"),
    "by case": ("by case:", "selon le cas :"),
    "true by case": ("this holds, by case:", "ceci est vrai, selon le cas :"),
    "led": ("{lead} {clause}", "{lead} {clause}"),
    "in case": ("if {condition}: {then}", "si {condition} : {then}"),
    "otherwise": ("else: {then}", "sinon : {then}"),
    "if else": ("{then} if {condition}, else {otherwise}", "{then} si {condition}, sinon {otherwise}"),
    # loops
    "values in": ("values in {name}", "valeurs de {name}"),
    "things in": ("{plural} in {name}", "{plural} parmi {name}"),
    "combinations": ("combinations of {things}", "combinaisons entre {things}"),
    "where": ("{things} where {condition}", "{things} où {condition}"),
    "number of": ("the number {of_things}", "le nombre {of_things}"),
    "there are": ("there are {things}", "il y a des {things}"),
    "there are so many": ("there are {things} ({value})", "il y a des {things} ({value})"),
    "there are no": ("there are no {things}", "il n'y a pas {of_things}"),
    "share": (
        "the share, among the {things}, of those where {condition}",
        "la part des cas où {condition}, parmi les {things}",
    ),
    "weighted share": (
        "the share, among the {things} and weighted by {element}, of those where {condition}",
        "la part des cas où {condition}, parmi les {things} et pondérée par {element}",
    ),
    "sum": ("the sum {of_element} over the {things}", "la somme {of_element} sur les {things}"),
    "mean": ("the average {of_element} over the {things}", "la moyenne {of_element} sur les {things}"),
    "median": ("the median {of_element} over the {things}", "la médiane {of_element} sur les {things}"),
    "min": ("the lowest {element} among the {things}", "le minimum {of_element} parmi les {things}"),
    "max": ("the highest {element} among the {things}", "le maximum {of_element} parmi les {things}"),
    "distinct": (
        "the number of different values {of_element} among the {things}",
        "le nombre de valeurs différentes {of_element} parmi les {things}",
    ),
    "names": ("the list {of_things}", "la liste {of_things}"),
    "run": (
        "the number of latest values {of_series} in a row where {condition}",
        "le nombre de dernières valeurs {of_series} à la suite où {condition}",
    ),
    # graphs
    "edge": ("from {tail} to {head}", "{of_tail} à {head}"),
    "edges": ("the links {element}, over the {things}", "les liens {element}, sur les {things}"),
    "over": ("{clause}, over the {things}", "{clause}, sur les {things}"),
    "shown by": ("{clause} ({path})", "{clause} ({path})"),
    "reaches": ("a path leads from {start} to {end}", "un chemin mène {of_start} à {end}"),
    "not reaches": ("no path leads from {start} to {end}", "aucun chemin ne mène {of_start} à {end}"),
    "on_cycle": ("a cycle leads through {one}", "une boucle passe par {one}"),
    "not on_cycle": ("no cycle leads through {one}", "aucune boucle ne passe par {one}"),
    "connected": ("a chain joins {start} and {end}", "une chaîne relie {start} et {end}"),
    "not connected": ("no chain joins {start} and {end}", "aucune chaîne ne relie {start} et {end}"),
    "separates": ("without {one}, others are cut off from one another",
                  "sans {one}, d'autres sont coupés les uns des autres"),
    "not separates": ("without {one}, no others are cut off from one another",
                      "sans {one}, aucun autre n'est coupé du reste"),
    "hops": ("the number of steps from {start} to {end}", "le nombre d'étapes {of_start} à {end}"),
    "shortest_path": ("the shortest path from {start} to {end}", "le plus court chemin {of_start} à {end}"),
    "shortest_cycle": ("the shortest cycle through {one}", "la plus courte boucle passant par {one}"),
    "how many hold": ("the number of conditions that hold", "le nombre de conditions remplies"),
    # functions
    "latest": ("the latest value {of_series}", "la dernière valeur {of_series}"),
    "previous": ("the value before the latest {of_series}", "l'avant-dernière valeur {of_series}"),
    "age": ("the time since {since}", "le temps écoulé depuis {since}"),
    "days between": ("the number of days from {start} to {end}", "le nombre de jours entre {start} et {end}"),
    "today": ("the date of the assessment", "la date du diagnostic"),
    "identity": ("the id {of_owner}", "l'identifiant {of_owner}"),
    "function": ("{name} of {arguments}", "{name} de {arguments}"),
    # parameters
    "default": ("default of the ruleset", "valeur par défaut du référentiel"),
    "set by option": ("set with {who}", "valeur donnée par {who}"),
    "set by ruleset": ("set by the ruleset {who}", "valeur fixée par le référentiel {who}"),
    # whole sentences
    "open": ("it is open whether {clause}", "on ne sait pas si {clause}"),
    "inapplicable": ("it makes no sense to ask whether {clause}", "il est sans objet de savoir si {clause}"),
    "all of": ("all of this holds:", "tout ceci est vrai :"),
    "not all of": ("not all of this holds:", "tout ceci n'est pas vrai :"),
    "all of open": ("it is open whether all of this holds:", "on ne sait pas si tout ceci est vrai :"),
    "all of inapplicable": ("as a whole this is not applicable:", "dans l'ensemble, ceci est sans objet :"),
    "any of": ("at least one of these holds:", "au moins une de ces conditions est vraie :"),
    "not any of": ("none of these holds:", "aucune de ces conditions n'est vraie :"),
    "any of open": (
        "it is open whether at least one of these holds:",
        "on ne sait pas si au moins une de ces conditions est vraie :",
    ),
    "any of inapplicable": ("as a whole this is not applicable:", "dans l'ensemble, ceci est sans objet :"),
    "value": ("{name}: {value}", "{name} : {value}"),
    "named value": ("{name} = {sentence}", "{name} = {sentence}"),
    "given": ("asked because {clause}", "demandé parce que {clause}"),
    # rows
    "counted of": ("counted: {n} of {total}", "pris en compte : {n} sur {total}"),
    "counted": ("counted: {n}", "pris en compte : {n}"),
    "counted and open": ("{counted}; open: {n}", "{counted} ; en suspens : {n}"),
    "row": ("{member} – {fact}", "{member} – {fact}"),
    "nobody listed": ("members that nobody listed", "membres que personne n'a énumérés"),
    "more rows": ("… and {n} more", "… et {n} de plus"),
    # verdicts
    "fails": ("fails", "en échec"),
    "passes": ("passes", "en ordre"),
    "not assessed": ("not assessed", "non évalué"),
    "not applicable": ("not applicable", "sans objet"),
    "broke": ("could not run", "n'a pas pu s'exécuter"),
    "verdict": ("{subject}: {verdict}", "{subject} : {verdict}"),
    "would": ("{verdict} (if it applies: {would})", "{verdict} (s'il s'applique : {would})"),
    "applies where": ("It applies where", "Il s'applique si"),
    "fails where": ("It fails where", "Il est en échec si"),
    "in doubt": (
        "rests on a figure in doubt: {text}",
        "repose sur un chiffre incertain : {text}",
    ),
    "rests on outcomes": ("what other checks gave:", "ce qu'ont donné d'autres contrôles :"),
    "outcome": ("{name}, {verdict}", "{name}, {verdict}"),
    "lead on": ("to go on: {command}", "pour remonter plus loin : {command}"),
    "python check": ("Decided by code, which reads:", "Décidé par un programme, qui lit :"),
    "code": ("rule: {code}", "règle : {code}"),
    "legend": (
        "✓ holds   ✗ does not hold   ? open   – not applicable",
        "✓ vrai   ✗ faux   ? ouvert   – sans objet",
    ),
    "missing": ("Missing facts:", "Faits manquants :"),
    "unlisted": (
        "Not assessed for members that nobody listed; missing: {facts}",
        "Non évalué pour les membres que personne n'a énumérés ; manque : {facts}",
    ),
    # why not
    "stops one": ("What stops it:", "Ce qui empêche l'échec :"),
    "stops any": (
        "What stops it (were any one of these otherwise, it would fail):",
        "Ce qui empêche l'échec (si l'un de ces points était autre, il serait en échec) :",
    ),
    "stops all": (
        "What stops it (were all of these otherwise, it would fail):",
        "Ce qui empêche l'échec (si tous ces points étaient autres, il serait en échec) :",
    ),
    "stops groups": (
        "What stops it (were all points of one of these groups otherwise, it would fail):",
        "Ce qui empêche l'échec (si tous les points d'un des groupes étaient autres, il serait en échec) :",
    ),
    "waits": ("What is open, and the facts it waits for:", "Ce qui reste ouvert, et les faits attendus :"),
    "waits for": ("waits for: {facts}", "en attente de : {facts}"),
    "named fact": ("{label} [{fact}]", "{label} [{fact}]"),
    "complete list": ("the complete list of {things} [{fact}]", "la liste complète des {things} [{fact}]"),
    "and more facts": ("{fact} ({n} facts, such as {sample})", "{fact} ({n} faits, dont {sample})"),
    # what would change it
    "would pass": ("it would pass if {change}", "il serait en ordre si {change}"),
    "would fail": ("it would fail if {change}", "il serait en échec si {change}"),
    "would not_applicable": ("it would no longer apply if {change}", "il ne s'appliquerait plus si {change}"),
    "nothing changes it": (
        "no change of one or two changeable facts would turn it",
        "aucun changement d'un ou de deux faits modifiables ne l'inverserait",
    ),
    "turned by outcomes": (
        "what turns the outcomes that it reads may turn it too",
        "ce qui inverse les résultats qu'il lit peut l'inverser aussi",
    ),
    "nothing found": (
        "nothing found; there are too many facts to try all of them",
        "rien trouvé ; il y a trop de faits pour les essayer tous",
    ),
    "becomes": ("{name} became {value}", "{name} passait à {value}"),
    "became there": ("{name} existed", "{name} existait"),
    "became filled": ("{name} was not empty", "{name} n'était pas vide"),
    "became gone": ("{name} no longer existed", "{name} n'existait plus"),
    "included": ("{name} also included {value}", "{name} comprenait aussi {value}"),
    "excluded": ("{name} no longer included {value}", "{name} ne comprenait plus {value}"),
    # firm or fragile
    "fragile": ("fragile: {text}", "fragile : {text}"),
    "fragile sample": (
        "{name} was {value} in a sample of {n}, so it may be anything between {low} and {high}; {flip}",
        "{name} : {value} sur un échantillon de {n}, la vraie valeur peut aller de {low} à {high} ; {flip}",
    ),
    "fragile tolerance": (
        "{name} was given as {value} with a margin, so it may be anything between {low} and {high}; {flip}",
        "{name} : {value} avec une tolérance, la vraie valeur peut aller de {low} à {high} ; {flip}",
    ),
    "fragile together": (
        "several measured values, each inside its margin, may together turn the verdict",
        "plusieurs valeurs mesurées, chacune dans sa marge, peuvent ensemble inverser le résultat",
    ),
    "flips to pass": ("with {bound} the check passes", "avec {bound}, le contrôle est en ordre"),
    "flips to fail": ("with {bound} the check fails", "avec {bound}, le contrôle est en échec"),
    "flips to not_applicable": ("with {bound} the check does not apply",
                                "avec {bound}, le contrôle est sans objet"),
    "flips to other": ("with {bound} the verdict is open", "avec {bound}, le résultat est ouvert"),
    # what if
    "what if": ("What if {settings}", "Et si {settings}"),
    "clears": ("This clears:", "Disparaissent :"),
    "appears": ("This appears:", "Apparaissent :"),
    "changes": ("This changes as well:", "Changent aussi :"),
    "no difference": ("Nothing else would change.", "Rien d'autre ne changerait."),
    "turned": ("{title}, {subject}: {before} → {after}", "{title}, {subject} : {before} → {after}"),
    "turned as a whole": ("{title}: {before} → {after}", "{title} : {before} → {after}"),
    "concluded": ("{kind}: {title}", "{kind} : {title}"),
    "concluded of": ("{kind}: {title}, {subject}", "{kind} : {title}, {subject}"),
    "cause": ("cause", "cause"),
    "consequence": ("consequence", "conséquence"),
    "anti-pattern": ("pattern", "dysfonctionnement"),
    "strength": ("strength", "point fort"),
    "action": ("action: {title}", "action : {title}"),
    "no outcome": ("not asked", "non posé"),
    "now": ("{change} (now {now})", "{change} (actuellement {now})"),
    "or others": ("{names} or {n} others", "{names} ou {n} autres"),
    "at least": ("at least {value}", "au moins {value}"),
    "more than": ("more than {value}", "plus de {value}"),
    "at most": ("at most {value}", "au plus {value}"),
    "less than": ("less than {value}", "moins de {value}"),
    "date at least": ("{value} or later", "{value} ou plus tard"),
    "date at most": ("{value} or earlier", "{value} ou plus tôt"),
    "more changes": ("… and {n} more ways", "… et {n} autres façons"),
}  # fmt: skip


class Phrases:
    """Says the phrases in one language.

    Args:
        language: ``en`` or ``fr``.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._at = 1 if language == "fr" else 0

    def __call__(self, key: str, **values: object) -> str:
        """One phrase with its values; a value ``x`` is also there as ``of_x``, with its preposition.

        Args:
            key: the key of the phrase.
            values: what fills it.
        """
        template = PHRASES[key][self._at]
        wanted = [name for name in values if f"of_{name}" in template]
        more = {f"of_{name}": self.of(str(values[name])) for name in wanted}
        return _elided(template.format(**values, **more))

    def of(self, text: str) -> str:
        """``of agents``; in French with elision."""
        if self.language != "fr":
            return f"of {text}"
        for article, contracted in (("le ", "du "), ("les ", "des ")):
            if text.startswith(article):
                return contracted + text[len(article) :]
        return elide("de", text)

    def sentence(self, text: str) -> str:
        """A clause as a sentence: with a capital, and the spaces its language wants."""
        return self.typeset(text[:1].upper() + text[1:])

    def typeset(self, text: str) -> str:
        """A clause with the spaces its language wants."""
        return typeset(text, self.language)


def _elided(text: str) -> str:
    """``si il y a`` as ``s'il y a``, ``parce que on`` as ``parce qu'on``."""
    return text.replace(" si il ", " s'il ").replace(" que on ", " qu'on ").replace(" que il ", " qu'il ")
