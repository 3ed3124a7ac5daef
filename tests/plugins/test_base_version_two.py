"""A firm's plugin in a checkout of its own keeps working with the next version of its base, and can read what changed.

Version 2 of `contact-centre` has a new check, a check under a new id, another default of a parameter that the firm
sets, and another page around the block that the firm's template changes.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ccrules import assess, cli, load_rulesets
from ccrules.plugins import load_plugins
from ccrules.renderers import html
from ccrules.renderers.options import RenderOptions
from ccrules.resources import rulesets_folder
from ccrules.testing.report_samples import samples

CHECKOUT = Path(__file__).parents[2]
THRESHOLDS = {"min_holders": 3, "known_min": 0.9, "applied_min": 0.9, "score_min": 7, "trust_min": 6}
NEW_CHECK = """\
checks:
  - id: NEW-001
    title: {en: Mailbox that still nobody tracks, fr: Boîte mail toujours pas suivie}
    topics: [routing]
    for: mailbox
    when: not mailbox.tracked
    severity: low
"""


@pytest.fixture(scope="module")
def firm(tmp_path_factory) -> Path:
    """The firm's ruleset, away from this checkout."""
    target = tmp_path_factory.mktemp("firm") / "ruleset"
    shutil.copytree(CHECKOUT / "plugins/ccrules-example-firm/ccrules_example_firm/ruleset", target)
    return target


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Path:
    """Version 2 of the base."""
    target = tmp_path_factory.mktemp("base") / "contact-centre"
    shutil.copytree(
        rulesets_folder() / "contact-centre", target, ignore=shutil.ignore_patterns("*.tests.yaml")
    )
    _replace(target / "ruleset.yaml", r"^version: .*$", "version: 2.0.0")
    _replace(target / "routing.yaml", r"^  - id: ROUT-002$", "  - id: ROUT-902\n    aliases: [ROUT-002]")
    _replace(target / "parameters.yaml", r"(  min_holders:\n(?:    .*\n)*?    default: )2\n", r"\g<1>4\n")
    (target / "new.yaml").write_text(NEW_CHECK, encoding="utf-8")
    return target


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    text, times = re.subn(old, new, text, flags=re.MULTILINE)
    assert times >= 1, f"{file.name} has changed: {old}"
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def method(firm, second):
    return load_rulesets(firm, instead={"contact-centre": second})


def test_it_loads_and_new_checks_of_the_base_arrive(method):
    assert {one.name: one.version for one in method.rulesets} == {
        "contact-centre": "2.0.0",
        "example-firm": "2.0.0",
    }
    assert {"NEW-001", "FIRM-001", "ROUT-902"} <= set(method.checks)


def test_its_five_thresholds_and_its_severity_hold(method):
    assert {name: method.parameters[name].value for name in THRESHOLDS} == THRESHOLDS
    facts = {"mailboxes": [{"id": "claims", "tracked": True, "owner": "none"}]}
    (found,) = [one for one in assess(facts, method).findings if one.check == "ROUT-902"]
    assert found.severity == "high"


def test_the_diff_names_what_changed(firm, second, tmp_path, capsys):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "assessment: {status: draft}\nmailboxes: [{id: claims, tracked: no}]\n", encoding="utf-8"
    )
    old = str(rulesets_folder() / "contact-centre")
    assert cli.run(["rules", "diff", old, str(second), str(facts), "-r", str(firm)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"contact-centre \S+ → 2\.0\.0", said)
    assert "NEW-001" in said
    assert "ROUT-902" in said
    assert "ROUT-002" in said
    assert "NEW-001 mailbox/claims" in said
    assert re.search(r"default: 2 → 4", said)
    assert "min_holders" not in said.partition("outcomes come out otherwise")[2]  # the firm sets its own


def test_its_block_stands_in_another_page(firm, tmp_path):
    """The page of the next version has another frame and a block more around the one that the firm changes."""
    page = '<main class="two">{% block before %}new{% endblock %}{% block cover %}<h1>base</h1>{% endblock %}</main>'
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "report.html.jinja").write_text(page, encoding="utf-8")
    folders = (firm / "templates", tmp_path, *load_plugins().template_folders())
    rendered = html.render(samples()["empty"](), RenderOptions(template_folders=folders))
    assert "".join(rendered.split()).startswith(
        '<mainclass="two">new<h1>base</h1><pclass="cover-meta">PreparedbyExampleFirm'
    )
