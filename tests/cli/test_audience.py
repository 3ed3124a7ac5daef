"""``--audience`` and ``--view``, as a user would type them."""

from __future__ import annotations

VIEW = """\
view: ours
title: {en: Ours, fr: Nous}
classification: {en: Secret, fr: Secret}
findings: {most: 1}
subjects: {mailbox: mailbox.volume_month > 100}
"""


def test_an_audience_gets_a_form_of_its_own(demo, ccrules):
    done = ccrules(
        "assess",
        "facts.yaml",
        "-r",
        "demo.yaml",
        "--lang",
        "en",
        "--audience",
        "board",
        "--format",
        "markdown",
    )
    assert done.code == 0
    assert "**Confidential – management committee · ccrules " in done.out
    assert "facts.yaml" not in done.out


def test_fail_on_looks_at_the_whole(demo, ccrules):
    (demo / "view.yaml").write_text(VIEW.replace("most: 1", "at_least: critical"), encoding="utf-8")
    common = ("assess", "facts.yaml", "-r", "demo.yaml", "--fail-on", "high", "--format", "json")
    assert ccrules(*common, "--view", "view.yaml").code == ccrules(*common).code == 1


def test_a_view_from_the_settings(demo, ccrules):
    (demo / "views").mkdir()
    (demo / "views" / "ours.yaml").write_text(VIEW, encoding="utf-8")
    (demo / "ccrules.toml").write_text('ruleset = "demo.yaml"\nview = "views/ours.yaml"\n', encoding="utf-8")
    done = ccrules("assess", "facts.yaml", "--format", "json")
    assert done.code == 0
    assert '"view": "ours"' in done.out
    assert "billing" not in done.out


def test_what_is_wrong_is_told_and_nothing_written(demo, ccrules):
    (demo / "view.yaml").write_text(VIEW + "topics: [inbx]\n", encoding="utf-8")
    done = ccrules(
        "assess", "facts.yaml", "-r", "demo.yaml", "--view", "view.yaml", "-o", "out.html", "--lang", "en"
    )
    assert done.code == 2
    assert done.lines == ["view.yaml:6:10: there is no topic 'inbx' (known: inbox governance)"]
    assert not (demo / "out.html").exists()


def test_an_audience_there_is_not(demo, ccrules):
    done = ccrules("assess", "facts.yaml", "-r", "demo.yaml", "--audience", "bord", "--lang", "fr")
    assert done.code == 2
    assert done.lines == [
        "ccrules : il n'y a pas de public bord (vouliez-vous dire board ?)".replace(" :", ":", 1)
    ]


def test_the_schema_of_views(ccrules):
    done = ccrules("schema", "view")
    assert done.code == 0
    assert "classification" in done.out
