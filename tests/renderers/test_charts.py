"""The drawings: the same for the same report, words that never meet, nothing but shapes in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.assessment import Priority, Term
from ccrules.renderers import charts
from ccrules.renderers.charts.diagram import direct
from ccrules.renderers.charts.layers import GAP, Box, place
from ccrules.renderers.charts.letters import width, wrap
from ccrules.renderers.charts.matrix import spread
from ccrules.renderers.charts.topics import bounds
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.report.model import Connection, Diagram, Spot
from ccrules.renderers.report.plan import benefit
from ccrules.renderers.report.score_board import ScoreBoard, ScoreLine
from ccrules.renderers.wording import wording
from tests.renderers import samples
from tests.renderers.rich import rich

WORDS = wording("en")
DRAWN = (charts.priority_matrix, charts.topics_chart, charts.roadmap, charts.cause_graph)
REPORTS = {
    "rich": build_report(rich("en"), RenderOptions()),
    "hostile": build_report(samples.hostile(), RenderOptions()),
    "many": build_report(samples.many(2000), RenderOptions()),
}
NAMESPACE = "{http://www.w3.org/2000/svg}"


def texts(svg):
    """Every line of text with its box: left, top, right, bottom."""
    for one in ElementTree.fromstring(svg).iter(f"{NAMESPACE}text"):
        size = float(one.get("font-size"))
        wide = width(one.text or "", size, bold=bool(one.get("font-weight")))
        x = (
            float(one.get("x"))
            - {"start": 0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
        )
        y = float(one.get("y"))
        yield one.text, (x, y - size * 0.75, x + wide, y + size * 0.2)


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("draw", DRAWN, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", REPORTS)
def test_no_word_covers_another_and_all_are_inside(draw, name):
    svg = draw(REPORTS[name], WORDS.say)
    if not svg:
        assert name != "rich"
        return
    _, _, wide, high = map(float, ElementTree.fromstring(svg).get("viewBox").split())
    found = list(texts(svg))
    assert found
    for (text, box), (other, another) in combinations(found, 2):
        assert not meet(box, another), (text, other)
    assert all(box[0] >= -1 and box[2] <= wide + 1 and box[3] <= high + 1 for _, box in found)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda one: one.__name__)
def test_a_drawing_is_shapes_and_words_only(draw):
    svg = draw(REPORTS["hostile"], WORDS.say)
    if svg:
        tags = {one.tag.removeprefix(NAMESPACE) for one in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "desc", "g", "rect", "circle", "polyline", "polygon", "path", "text"}
        names = {name for one in ElementTree.fromstring(svg).iter() for name in one.attrib}
        assert not {name for name in names if name.startswith("on") or name in ("style", "href")}


@pytest.mark.parametrize("draw", DRAWN, ids=lambda one: one.__name__)
def test_equal_reports_are_drawn_equally_and_colours_are_the_callers(draw):
    again = build_report(rich("en"), RenderOptions())
    assert draw(REPORTS["rich"], WORDS.say) == draw(again, WORDS.say)
    own = charts.Palette(ink="#010203", accent="#040506")
    coloured = draw(again, WORDS.say, own)
    assert "#010203" in coloured
    assert charts.LIGHT.ink not in coloured


def test_an_empty_report_has_nothing_to_draw():
    empty = build_report(samples.empty(), RenderOptions())
    assert [draw(empty, WORDS.say) for draw in DRAWN] == [""] * len(DRAWN)


def test_the_matrix_names_the_first_actions_by_rank_in_the_column_of_their_effort():
    svg = charts.priority_matrix(REPORTS["rich"], WORDS.say)
    actions = [one for wave in REPORTS["rich"].waves for one in wave.all_actions]
    said = " ".join(text for text, _ in texts(svg))
    for one in actions[:3]:
        assert one.title.split()[0] in said
    by_effort = {"low": 0, "medium": 1, "high": 2}
    column = (960 - 44) / 3
    for group in ElementTree.fromstring(svg).iter(f"{NAMESPACE}g"):
        action = next(one for one in actions if f"#{one.anchor}" == group.get("data-to"))
        circle = group.find(f"{NAMESPACE}circle")
        assert int((float(circle.get("cx")) - 44) // column) == by_effort[action.effort]


def test_benefit_is_the_priority_before_effort_and_without_what_it_inherits():
    terms = [("severity", 8), ("extent", 0.5), ("severity", 4), ("confidence", 0.5), ("novelty", 0.5)]
    terms += [("objectives", 1.5), ("effort", 2), ("inherited", 99)]
    priority = Priority(value=99, terms=tuple(Term(name=name, value=value) for name, value in terms))
    assert benefit(priority) == (8 * 0.5 + 4 * 0.5 * 0.5) * 1.5


def test_a_topic_is_drawn_with_its_score_or_else_with_the_share_in_order():
    report = replace(REPORTS["rich"], scores=None)
    topic = next(one for one in report.topics if one.total and one.not_assessed)
    low, high = bounds(report, topic)
    assert (low, high) == (100 * topic.passed / topic.total, 100 - 100 * topic.fail / topic.total)
    line = ScoreLine(topic.title, "", 12.4, 56.2, (), (), (), ())
    scored = replace(report, scores=ScoreBoard(replace(line, title=""), (line,), "", "", ""))
    assert bounds(scored, topic) == (12.4, 56.2)
    assert "12 to 57" in charts.topics_chart(scored, WORDS.say)  # never narrower than the interval
    assert "Score" in charts.topics_chart(scored, WORDS.say)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(5, 60)), max_size=12))
def test_what_is_spread_never_touches_and_keeps_its_order(things):
    wanted, heights = [one for one, _ in things], [one for _, one in things]
    tops = spread(sorted(wanted), heights, 0, 500)
    for above, height, below in zip(tops, heights, tops[1:], strict=False):
        assert below >= above + height - 1e-6
    assert all(top >= -1e-6 for top in tops)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(10, 80)), min_size=1, max_size=14),
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=25),
)
def test_boxes_of_a_column_never_touch_whatever_connects_them(sizes, pairs):
    boxes = [Box(f"b{number}", column, height) for number, (column, height) in enumerate(sizes)]
    links = [
        (f"b{one}", f"b{other}") for one, other in pairs if max(one, other) < len(boxes) and one != other
    ]
    placed = place(boxes, links)
    assert placed == place(boxes, links)
    for column in range(4):
        found = sorted((placed.tops[box.id], box.height) for box in boxes if box.column == column)
        for (above, height), (below, _) in pairwise(found):
            assert below >= above + height + GAP - 1e-6
        assert all(top >= -1e-6 and top + height <= placed.height + 1e-6 for top, height in found)


@given(st.text(max_size=80), st.floats(30, 300), st.integers(1, 3))
def test_lines_fit_and_keep_the_beginning(text, room, lines):
    found = wrap(text, room, 12, lines=lines)
    assert len(found) <= lines
    assert all(width(line, 12) <= room + 1e-6 or len(line) <= 2 for line in found)


def spot(name, column, findings=0):
    return Spot(name, column, name, "", None, (), (), findings, "high" if findings else "", "", "")


def link(one, other, size=None):
    return Connection(one, other, one, other, "", size, "")


def test_a_connection_that_sums_up_two_others_is_not_drawn():
    links = [link("a", "b"), link("b", "c"), link("a", "c"), link("a", "d")]
    kept = direct(links, {"a": 1, "b": 2, "c": 3, "d": 3})
    assert [(one.source, one.target) for one in kept] == [("a", "b"), ("b", "c"), ("a", "d")]


def test_a_diagram_marks_findings_and_goes_round_inside_a_column():
    found = Diagram(
        "map", "Map", "", ("One", "Two", "Three"),
        (spot("a", 1), spot("b", 2, 12), spot("c", 3), spot("d", 3)),
        (link("a", "b", 10), link("b", "c", 1000), link("c", "d"), link("d", "a")), "",
    )  # fmt: skip
    svg = charts.diagram(found, WORDS.say, "en")
    said = [text for text, _ in texts(svg)]
    assert {"a", "b", "c", "d", "12", "One", "Two", "Three"} <= set(said)
    thick = [float(one.get("stroke-width")) for one in ElementTree.fromstring(svg).iter(f"{NAMESPACE}path")]
    assert max(thick) == thick[1]
    assert charts.diagram(replace(found, links=()), WORDS.say, "en") == ""
