"""What a site says of a small method, in both languages and both forms."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from ccrules.documenting.examples import gathered
from ccrules.documenting.site import site
from tests.documenting.reading import Seen, broken_links


def text(files, name):
    return Seen(files[name]).text


def test_every_link_leads_somewhere(files):
    assert broken_links(files) == []


def test_each_part_has_a_page_in_each_language_and_form(files):
    parts = ["checks/BOX-001", "recommendations/track", "conclusions/nobody-governs", "vocabulary/mailbox"]
    parts += ["index", "topics", "parameters", "vocabulary", "profiles", "scores", "sources", "search"]
    wanted = {
        f"{language}/{part}{ending}"
        for language in ("en", "fr")
        for part in parts
        for ending in (".html", ".md")
    }
    assert wanted <= files.keys()
    assert {"index.html", "index.md", "style.css"} <= files.keys()


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "It applies where “Volume” is above 0.",
                "It fails where all of this holds:",
                "“Tracked” is no",
                "at least one of these holds: “Busy” is yes “Owner” does not exist",
                "High where “Kind” is Fax",
                "Medium otherwise",
                "What is exposed, for the order of priorities: “Volume”.",
                "each mailbox",
                "It is a sign of: Nobody governs",
                "Is it tracked? head of service Look at the tool.",
            ],
        ),
        (
            "fr",
            [
                "Il s’applique si « Volume » dépasse 0.",
                "Il est en échec si tout ceci est vrai :",
                "« Suivie » est à non",
                "au moins une de ces conditions est vraie : « Chargée » est à oui « Responsable » n’existe pas",
                "Élevée si « Nature » est Télécopie",
                "Moyenne sinon",
                "Personne ne suit de mailbox.id",
                "C’est un signe de : Personne ne gouverne",
                "Est-elle suivie ? responsable de service Regarder l’outil.",
            ],
        ),
    ],
)
def test_a_check_is_said_in_words(files, language, sentences):
    page = text(files, f"{language}/checks/BOX-001.html").replace("\u00a0", " ").replace("\u202f", " ")
    assert [one for one in sentences if one not in page] == []


def test_what_the_author_wrote_stands_beside_the_words(files):
    assert (
        b"when: not mailbox.tracked and (mailbox.busy or not exists(mailbox.owner))"
        in files["en/checks/BOX-001.md"]
    )
    assert "let half: n / 2" in text(files, "en/checks/BOX-002.html")


def test_values_worked_out_on_the_way_are_defined(files):
    page = text(files, "en/checks/BOX-002.html")
    assert "“half” is above 3" in page
    assert "there are no mailboxes where “Tracked” is yes" in page
    assert "half = “n” ÷ 2" in page


def test_facts_behind_a_computed_one_and_its_parameter_are_listed(files):
    page = text(files, "en/checks/BOX-001.html")
    assert "mailbox.volume" in page
    assert "Busy from busy_from 50 10 to 1,000" in page
    assert "yes where “Volume” is above “Busy from” (50)" in text(files, "en/vocabulary/mailbox.html")


def test_outcomes_that_a_check_reads_are_listed(files):
    page = text(files, "en/checks/BOX-003.html")
    assert "It reads what 1 other check gave: BOX-001 Untracked mailbox" in page


def test_off_deprecated_and_earlier_ids_are_said(files):
    page = text(files, "en/checks/BOX-002.html")
    assert "Switched off: Not our way" in page
    assert "On its way out: BOX-001 says it" in page
    assert "Earlier ids, which still work: OLD-001" in text(files, "en/checks/BOX-001.html")
    assert "OLD-001 BOX-001" in text(files, "en/index.html")


def test_a_changed_field_says_who_set_it_and_what_it_was(files):
    assert "value firm/ruleset.yaml:8 100 base/ruleset.yaml" in text(files, "en/parameters.html")
    assert "off firm/ruleset.yaml:9" in text(files, "en/checks/BOX-002.html")


def test_a_profile_says_what_it_changes(files):
    page = text(files, "en/profiles.html")
    assert "--profile strict" in page
    assert "Busy from value 20" in page
    assert "severity critical" in page


def test_parameters_have_bounds_reason_and_source(files):
    page = files["en/parameters.md"].decode()
    assert "10 to 1,000" in page
    assert "1 day to 1 month" in page
    assert "[A book about boxes, Part 2](https://example.org/boxes)" in page
    assert r"A \*hundred\* is ours." in page


def test_examples_are_the_tests_that_hold_here(files):
    page = text(files, "en/checks/BOX-001.html")
    assert "Sixty is busy here claims fails Medium – exposed: 60" in page
    assert "With busy_from = 70" in page
    assert "A busy box that nobody tracks" in page
    assert "A box with eighty messages" not in page
    assert "1 test of the rulesets that this one extends does not hold here any more" in text(
        files, "en/index.html"
    )


def test_a_conclusion_says_when_it_is_concluded(files):
    page = text(files, "en/conclusions/nobody-governs.html")
    assert "BOX-001 Untracked mailbox – fails – called b" in page
    assert (
        "at least one of these: BOX-002 Too many mailboxes – fails BOX-003 Several faults – is in order, for the same as b"
        in page
    )
    assert "Requests are lost" in page
    assert "there is one mailbox where “Tracked” is no" in text(files, "en/conclusions/lost.html")


def test_the_vocabulary_says_who_knows_and_who_may_see(files):
    page = text(files, "fr/vocabulary/mailbox.html").replace("\u202f", " ").replace("\u00a0", " ")
    assert "Qui le sait responsable de service" in page
    assert "Qui peut le voir interne" in page
    assert "périmé après 1 an" in page
    assert "l’autre bout de Responsable (Boîte mail)" in text(files, "fr/vocabulary/agent.html").replace(
        "\u00a0", " "
    )


def test_markdown_of_authors_is_rendered_and_what_is_filled_in_stands_as_written(files):
    page = files["en/recommendations/track.html"].decode()
    assert "<strong>Track</strong> <code>params.busy_from</code>" in page
    assert b"**Track** `params.busy_from`" in files["en/recommendations/track.md"]


def test_one_language_needs_no_folder(suite):
    files = site(suite.method, gathered(suite), ["fr"])
    assert "checks/BOX-001.html" in files
    assert not any(name.startswith(("fr/", "en/")) for name in files)
    assert broken_links(files) == []


def test_the_same_method_gives_the_same_bytes(rulesets):
    code = (
        "import sys, hashlib, json\n"
        "from ccrules import pipeline\n"
        "from ccrules.documenting.examples import gathered\n"
        "from ccrules.documenting.site import site, FORMATS, LANGUAGES\n"
        "suite = pipeline.rule_tests(sys.argv[1])\n"
        "files = site(suite.method, gathered(suite), LANGUAGES, FORMATS)\n"
        "print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(rulesets / "firm")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert json.loads(runs[0]) == json.loads(runs[1])


def test_no_page_names_a_place_of_this_machine(files, rulesets):
    assert [name for name, content in files.items() if str(rulesets).encode() in content] == []


def test_scripts_are_nowhere_but_in_the_search(files):
    with_scripts = {name for name, content in files.items() if b"<script" in content}
    assert with_scripts == {"en/search.html", "fr/search.html"}


def test_what_a_client_may_read_is_complete_in_french(files):
    """No English word of the site's own is left on a French page."""
    page = text(files, "fr/checks/BOX-001.html")
    assert not re.search(r"\b(Severity|where|fails|Facts|Examples|otherwise|needs)\b", page)
