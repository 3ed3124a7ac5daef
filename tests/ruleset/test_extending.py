"""Rulesets that extend others, by name and by path, through any depth."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.errors import Place
from tests.ruleset.support import HEAD, load, marked_problems, places_of, problems, write


def head(name: str, *extends: str) -> str:
    return f"ruleset: {name}\nversion: 1.0.0\nextends: [{', '.join(extends)}]\n"


def parameter(name: str, value: int = 1) -> str:
    return f"parameters: {{{name}: {{type: int, default: {value}}}}}\n"


def names(*specs: object, **options: object) -> list[str]:
    return [info.name for info in load(*specs, **options).rulesets]


def test_bases_come_first_through_any_depth_and_each_once(tmp_path: Path) -> None:
    write(tmp_path, head("base"), "base.yaml")
    write(tmp_path, head("left", "base.yaml"), "left.yaml")
    write(tmp_path, head("right", "../base.yaml"), "sub/right.yaml")
    top = write(tmp_path, head("top", "left.yaml", "./sub/right.yaml"), "top.yaml")
    assert names(top) == ["base", "left", "right", "top"]
    assert names(top, tmp_path / "base.yaml", tmp_path / "left.yaml") == ["base", "left", "right", "top"]


def test_a_ruleset_is_found_by_name_path_or_folder(tmp_path: Path) -> None:
    known = {"installed": write(tmp_path, head("installed"), "lib/main.yaml").parent}
    write(tmp_path, head("beside"), "beside/main.yaml")
    top = write(tmp_path, head("top", "installed", "beside"), "top.yaml")
    assert names(str(top), known=known) == ["installed", "beside", "top"]
    assert names("installed", known=known) == ["installed"]


def test_a_mapping_may_extend_an_installed_ruleset(tmp_path: Path) -> None:
    known = {"installed": write(tmp_path, head("installed"), "main.yaml")}
    assert names({"ruleset": "own", "version": "1", "extends": "installed"}, known=known) == [
        "installed",
        "own",
    ]


def test_rulesets_that_extend_one_another_are_named(tmp_path: Path) -> None:
    write(tmp_path, head("b", "c.yaml"), "b.yaml")
    write(tmp_path, head("c", "a.yaml"), "c.yaml")
    found = problems(write(tmp_path, head("a", "b.yaml"), "a.yaml"))
    assert [str(one.what) for one in found] == ["rulesets extend one another in a circle: a → b → c → a"]
    assert found[0].place == Place((tmp_path / "c.yaml").as_posix(), 3, 11)


def test_a_ruleset_that_extends_itself_is_refused(tmp_path: Path) -> None:
    marks, found = marked_problems(tmp_path, HEAD + "extends: §ruleset.yaml\n")
    assert places_of(found) == marks
    assert "test → test" in str(found[0])


def test_a_name_nobody_knows_gets_a_suggestion(tmp_path: Path) -> None:
    known = {"contact-centre": write(tmp_path, head("contact-centre"), "main.yaml")}
    marks, found = marked_problems(tmp_path, HEAD + "extends: [§contact-center]\n", known=known)
    assert places_of(found) == marks
    assert "contact-centre" in str(found[0].hint)
    assert "contact-centre" in str(problems("contact-center", known=known)[0].hint)


def test_a_base_that_is_not_there_is_told_where_it_is_extended(tmp_path: Path) -> None:
    marks, found = marked_problems(tmp_path, HEAD + "extends:\n  - §missing.yaml\n")
    assert places_of(found) == marks
    assert problems(tmp_path / "no.yaml")[0].place == Place((tmp_path / "no.yaml").as_posix())


def test_problems_of_several_bases_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, head("b") + "chekcs: []\n", "b.yaml")
    write(tmp_path, head("c") + "parametres: {}\n", "c.yaml")
    found = problems(write(tmp_path, head("a", "b.yaml", "c.yaml"), "a.yaml"))
    assert [Path(one.place.file).name for one in found] == ["b.yaml", "c.yaml"]


def test_two_rulesets_of_one_name_are_refused(tmp_path: Path) -> None:
    first, second = write(tmp_path, head("a"), "x.yaml"), write(tmp_path, head("a"), "y.yaml")
    found = problems(first, second)
    assert (found[0].place.file, found[0].place.line) == (second.as_posix(), 1)
    assert first.as_posix() in str(found[0].what)


def test_a_long_row_of_rulesets_is_refused_before_it_is_a_burden(tmp_path: Path) -> None:
    for number in range(60):
        write(tmp_path, head(f"r{number}", f"r{number + 1}.yaml"), f"r{number}.yaml")
    assert "more than 50 rulesets extend" in str(problems(tmp_path / "r0.yaml")[0])


def test_an_id_in_two_rulesets_shows_both_places(tmp_path: Path) -> None:
    base = write(tmp_path, head("base") + parameter("most"), "base.yaml")
    top = write(tmp_path, head("top", "base.yaml") + parameter("most", 2), "top.yaml")
    found = problems(top)
    assert found[0].place.file == top.as_posix()
    assert str(found[0].what) == f"most is defined twice, first at {base.as_posix()}:4:14"


TEAM = "entities:\n  team:\n    plural: teams\n    attributes:\n      {}\n"


def test_entity_types_of_one_name_merge(tmp_path: Path) -> None:
    write(tmp_path, head("base") + TEAM.format("size: {type: int, label: {en: size}}"), "base.yaml")
    more = "entities:\n  team:\n    label: {fr: équipe}\n    attributes:\n      ok: {type: bool}\n"
    more += "      size: {type: int, label: {fr: taille}}\n"
    team = load(write(tmp_path, head("top", "base.yaml") + more, "top.yaml")).vocabulary["team"]
    assert (team.plural, team.label) == ("teams", {"fr": "équipe"})
    assert list(team.attributes) == ["size", "ok"]
    assert team.attributes["size"].label == {"en": "size", "fr": "taille"}


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (TEAM.format("size: {type: number}"), "team.size"),
        (TEAM.format("size: {type: int, min: 1}"), "team.size"),
        ("entities: {team: {plural: groups}}\n", "plural"),
        ("entities: {team: {singleton: true}}\n", "singleton"),
        ("entities: {team: {key: [code], attributes: {code: {type: text}}}}\n", "key"),
    ],
)
def test_entity_types_that_contradict_each_other_show_both_places(
    other: str, part: str, tmp_path: Path
) -> None:
    base = TEAM.format("size: {type: int}") + "    key: [size]\n"
    first = write(tmp_path, head("base") + base, "base.yaml")
    found = problems(first, write(tmp_path, head("top") + other, "top.yaml"))
    assert len(found) == 1
    assert part in str(found[0].what)
    assert first.as_posix() in str(found[0].what)
    assert found[0].place.file.endswith("top.yaml")


def test_topics_of_several_rulesets_come_together(tmp_path: Path) -> None:
    first = write(tmp_path, head("a") + "topics: {inbox: {en: Inbox}}\n", "a.yaml")
    second = write(tmp_path, head("b") + "topics: {inbox: {fr: Boîte}, phone: Phone}\n", "b.yaml")
    assert load(first, second).topics == {"inbox": {"en": "Inbox", "fr": "Boîte"}, "phone": {"": "Phone"}}
