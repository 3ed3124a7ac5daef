"""Building on other rulesets: what is taken of them, profiles, loosened bounds, earlier ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.errors import InputError
from ccrules.ruleset.cases import case_files, read_cases
from ccrules.ruleset.lint import lint
from ccrules.ruleset.model import Method
from ccrules.ruleset.remarks import ALIAS_USED, DEPRECATED
from tests.ruleset.support import HEAD, load, problems, write

BASE = (
    HEAD
    + """\
topics: [inbox, phone]
parameters:
  most: {type: int, default: 3, min: 1, max: 20, why: few can be watched}
entities:
  mailbox: {plural: mailboxes, attributes: {tracked: {type: bool}}}
checks:
  - {id: BOX-1, aliases: [OLD-1], title: T, topics: [inbox], for: mailbox, when: not mailbox.tracked, severity: low}
  - {id: BOX-2, title: T, topics: [inbox], when: count(m for m in mailboxes) > params.most, severity: low}
  - {id: TEL-1, title: T, topics: [phone], when: count(m for m in mailboxes) > 9, severity: low,
     deprecated: {en: use BOX-2}}
inferences:
  - {id: I-1, aliases: I-0, when: [{finding: OLD-1}], explains: OLD-1, recommend: follow,
     conclude: {id: cause, aliases: [reason], kind: cause, title: C}}
  - {id: I-2, when: [{conclusion: reason}], conclude: {id: effect, kind: consequence, title: C}}
recommendations:
  - {id: track, aliases: follow, title: Track, effort: low}
  - {id: name, title: Name, effort: low, after: follow}
catalogue: {E-1: [OLD-1, reason, follow]}
profiles:
  start: {title: {fr: Débutant}, why: few people, parameters: {most: 5}, only: [inbox]}
  grown: {extends: start, parameters: {most: 7}, checks: {BOX-1: {severity: high}}}
  full: {extends: grown, checks: {TEL-1: {off: no}}}
"""
)


def on_top(folder: Path, text: str, **options: object) -> Method:
    write(folder, BASE, "base.yaml")
    return load(write(folder, f"ruleset: firm\nversion: 2\n{text}", "firm.yaml"), **options)


def wrong(folder: Path, text: str, **options: object) -> list[str]:
    write(folder, BASE, "base.yaml")
    return [
        str(one)
        for one in problems(write(folder, f"ruleset: firm\nversion: 2\n{text}", "firm.yaml"), **options)
    ]


def running(method: Method) -> list[str]:
    return [name for name, check in method.checks.items() if not check.off]


class TestTakingSomeChecks:
    def test_all_checks_of_a_base_arrive_unless_some_are_listed(self, tmp_path: Path) -> None:
        assert running(on_top(tmp_path, "extends: base.yaml\n")) == ["BOX-1", "BOX-2", "TEL-1"]

    @pytest.mark.parametrize(
        ("only", "taken"),
        [("[BOX-2]", ["BOX-2"]), ("BOX-*", ["BOX-1", "BOX-2"]), ("[phone, BOX-1]", ["BOX-1", "TEL-1"])],
    )
    def test_checks_are_listed_by_id_pattern_or_topic(
        self, only: str, taken: list[str], tmp_path: Path
    ) -> None:
        method = on_top(tmp_path, f"extends: [{{ruleset: base.yaml, only: {only}}}]\n")
        assert running(method) == taken
        left_out = next(check for check in method.checks.values() if check.off)
        assert left_out.off == {
            "en": "firm takes only the checks it lists",
            "fr": "firm ne reprend que les contrôles qu'il énumère",
        }

    def test_what_is_built_on_below_counts_as_of_the_base_and_own_checks_stay(self, tmp_path: Path) -> None:
        write(tmp_path, BASE, "base.yaml")
        write(tmp_path, "ruleset: mid\nversion: 1\nextends: base.yaml\n", "mid.yaml")
        own = "checks: [{id: MY-1, title: T, when: params.most > 2, severity: low}]\n"
        top = "ruleset: top\nversion: 1\nextends: [{ruleset: mid.yaml, only: [BOX-1]}]\n" + own
        assert running(load(write(tmp_path, top, "top.yaml"))) == ["BOX-1", "MY-1"]

    def test_a_name_that_fits_nothing_is_told_with_a_suggestion(self, tmp_path: Path) -> None:
        (found,) = wrong(tmp_path, "extends: [{ruleset: base.yaml, only: [BOX-1, inbx]}]\n")
        assert "firm.yaml:3:46: 'inbx' fits no check, and no topic of one (did you mean inbox?)" in found

    def test_a_base_of_another_version_is_refused(self, tmp_path: Path) -> None:
        assert running(on_top(tmp_path, 'extends: [{ruleset: base.yaml, version: ">=1.0, <2"}]\n'))
        (found,) = wrong(tmp_path, 'extends: [{ruleset: base.yaml, version: ">=1.1"}]\n')
        assert "firm.yaml:3:41: this ruleset needs test>=1.1; version 1.0.0 is there" in found
        (found,) = wrong(tmp_path, "extends: [{ruleset: base.yaml, version: newest}]\n")
        assert "write versions like >=1.2, <2" in found


class TestProfiles:
    def test_a_profile_changes_only_where_it_is_chosen(self, tmp_path: Path) -> None:
        method = on_top(tmp_path, "extends: base.yaml\n")
        assert method.parameters["most"].value == 3
        assert not any(profile.chosen for profile in method.profiles.values())

    def test_a_ladder_applies_what_comes_before(self, tmp_path: Path) -> None:
        method = on_top(tmp_path, "extends: base.yaml\n", profiles=("grown",))
        most = method.parameters["most"]
        assert (most.value, most.set_by) == (7, "test (grown)")
        assert [(one.value, one.place.line) for one in most.set_before["value"]] == [(3, 5), (5, 22)]
        assert running(method) == ["BOX-1", "BOX-2"]
        assert method.checks["BOX-1"].severity.text == "high"
        assert [name for name, one in method.profiles.items() if one.chosen] == ["start", "grown"]

    def test_a_later_rung_switches_a_check_on_again(self, tmp_path: Path) -> None:
        assert running(on_top(tmp_path, "extends: base.yaml\n", profiles=("full",)))[-1] == "TEL-1"

    def test_a_ruleset_adds_to_a_profile_and_wins(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\noverride: {parameters: {most: 9}}\nprofiles: {start: {parameters: {most: 6}}}\n"
        assert on_top(tmp_path, text).parameters["most"].value == 9
        assert on_top(tmp_path, text, profiles=("start",)).parameters["most"].value == 6

    def test_the_user_s_parameter_wins_over_profiles(self, tmp_path: Path) -> None:
        method = on_top(tmp_path, "extends: base.yaml\n", profiles=("start",), parameters={"most": "11"})
        assert (method.parameters["most"].value, method.parameters["most"].set_by) == (11, "--param")

    def test_unknown_profiles_are_told_with_a_suggestion(self, tmp_path: Path) -> None:
        (found,) = wrong(tmp_path, "extends: base.yaml\n", profiles=("strat",))
        assert found == "--profile strat: there is no profile 'strat' (did you mean start?)"
        (found,) = wrong(tmp_path, "extends: base.yaml\nprofiles: {own: {extends: grwn}}\n")
        assert "firm.yaml:4:27: there is no profile 'grwn' (did you mean grown?)" in found

    def test_profiles_in_a_circle_are_refused(self, tmp_path: Path) -> None:
        (found,) = wrong(tmp_path, "extends: base.yaml\nprofiles: {start: {extends: full}}\n")
        assert "profiles extend one another in a circle" in found

    def test_what_a_profile_names_is_looked_up(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\nprofiles: {own: {checks: {BOX-9: {off: x}}, parameters: {most: 50}}}\n"
        found = wrong(tmp_path, text, profiles=("own",))
        assert len(found) == 2
        assert "nothing to override: there is no 'BOX-9' in checks" in found[0]
        assert "most may not be above 20" in found[1]

    def test_a_case_chooses_profiles(self, tmp_path: Path) -> None:
        write(tmp_path, BASE, "base.yaml")
        cases = "- {name: n, facts: {}, profile: strt, expect: {}}\n"
        write(tmp_path, cases, "base.tests.yaml")
        method = load(tmp_path / "base.yaml")
        with pytest.raises(InputError, match=r"there is no profile 'strt' \(did you mean start"):
            read_cases(method, case_files([tmp_path / "base.yaml"]))


class TestLoosening:
    def test_bounds_become_wider_with_a_reason_that_is_kept(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\noverride: {parameters: {most: {default: 30, max: 40, loosen: a group of nine sites}}}\n"
        most = on_top(tmp_path, text).parameters["most"]
        assert (most.value, most.maximum, most.loosened_by) == (30, 40, "firm")
        assert most.loosened == {"": "a group of nine sites"}

    def test_without_a_reason_they_do_not(self, tmp_path: Path) -> None:
        (found,) = wrong(tmp_path, "extends: base.yaml\noverride: {parameters: {most: {max: 40}}}\n")
        assert "most may not be above 20" in found
        assert "loosen:" in found

    def test_a_reason_for_nothing_is_told(self, tmp_path: Path) -> None:
        (found,) = wrong(
            tmp_path, "extends: base.yaml\noverride: {parameters: {most: {max: 9, loosen: why}}}\n"
        )
        assert "most is loosened, but its bounds do not become wider" in found


class TestEarlierIds:
    def test_rules_that_use_an_earlier_id_mean_the_present_one(self, tmp_path: Path) -> None:
        method = load(write(tmp_path, BASE))
        rule = method.inferences["I-1"]
        assert rule.alternatives[0][0].name == "BOX-1"
        assert (rule.explains, rule.recommend) == (("BOX-1",), ("track",))
        assert method.inferences["I-2"].alternatives[0][0].name == "cause"
        assert method.recommendations["name"].after == ("track",)
        assert method.catalogue["E-1"] == ("BOX-1", "cause", "track")
        assert method.current("check", "OLD-1") == "BOX-1"
        assert method.current("inference", "I-0") == "I-1"

    def test_overrides_and_cases_find_it(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\noverride: {checks: {OLD-1: {severity: high}}, recommendations: {follow: {effort: high}}}\n"
        method = on_top(tmp_path, text)
        assert method.checks["BOX-1"].severity.text == "high"
        assert method.recommendations["track"].effort == "high"
        write(
            tmp_path,
            "- {name: n, facts: {}, expect: {OLD-1: not_assessed}, conclusions: {reason: no}}\n",
            "firm.tests.yaml",
        )
        (case,) = read_cases(method, case_files([tmp_path / "firm.yaml"]))
        assert (case.expected[0].name, case.conclusions[0].name) == ("BOX-1", "cause")

    def test_lint_says_where_one_is_used(self, tmp_path: Path) -> None:
        found = [str(one) for one in lint(load(write(tmp_path, BASE)), ()) if one.code == ALIAS_USED]
        assert len(found) == 8
        assert any("OLD-1 is now called BOX-1 (write BOX-1)" in one for one in found)

    def test_an_id_in_use_can_not_be_given_up(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\nchecks: [{id: M-1, aliases: [BOX-2, OLD-1], title: T, when: 1 > 2, severity: low}]\n"
        found = wrong(tmp_path, text)
        assert "BOX-2 can't be an earlier id of M-1: it is in use" in found[0]
        assert "OLD-1 can't be an earlier id of M-1: it is in use" in found[1]

    def test_relying_on_a_check_that_is_to_go_is_a_remark(self, tmp_path: Path) -> None:
        text = "extends: base.yaml\ninferences: [{id: M, when: {finding: TEL-1}, conclude: {id: c, kind: cause, title: C}}]\n"
        (found,) = [str(one) for one in on_top(tmp_path, text).warnings if one.code == DEPRECATED]
        assert "TEL-1 is to go: use BOX-2" in found


def test_every_changed_field_says_what_it_held_before(tmp_path: Path) -> None:
    write(tmp_path, BASE, "base.yaml")
    write(
        tmp_path,
        "ruleset: a\nversion: 1\nextends: base.yaml\noverride: {checks: {BOX-1: {severity: high}}}\n",
        "a.yaml",
    )
    top = "ruleset: b\nversion: 1\nextends: a.yaml\noverride: {checks: {BOX-1: {severity: critical, title: X}}}\n"
    check = load(write(tmp_path, top, "b.yaml")).checks["BOX-1"]
    held = [(one.value.text, Path(one.place.file).name) for one in check.set_before["severity"]]
    assert held == [("low", "base.yaml"), ("high", "a.yaml")]
    assert check.set_before["title"][0].value == {"": "T"}
