"""Templates that loop for ever or ask for a text of a billion characters are stopped, and named with their line."""

from __future__ import annotations

import pytest

from ccrules.errors import InputError
from ccrules.plugins import load_plugins
from ccrules.renderers import html
from ccrules.renderers.options import RenderOptions
from ccrules.testing.report_samples import samples

STEPS = "more than 5000000 steps of loops (look for a loop in a loop"
LONG = "the template makes a text or a list of "
HUGE = "characters (look for a loop in a loop"
UNCALLABLE = "is not safely callable"
BILLION = 1_000_000_000


@pytest.fixture(scope="module")
def sample():
    return samples()["empty"]()


@pytest.fixture
def rendered(tmp_path, sample):
    """The page, with a cover that a firm wrote."""
    (tmp_path / "html").mkdir()

    def render(cover: str) -> str:
        (tmp_path / "html" / "cover.html.jinja").write_text(f"<p>\n{cover}", encoding="utf-8")
        folders = (tmp_path, *load_plugins().template_folders())
        return html.render(sample, RenderOptions(template_folders=folders))

    return render


@pytest.mark.parametrize(
    ("cover", "says"),
    [
        ("{% set xs = ['a'] * 1000 %}{% for a in xs %}{% for b in xs %}{% for c in xs %}{% endfor %}{% endfor %}{% endfor %}", STEPS),
        ("{% for a in ([0] * 9000)|map('string') %}{% for b in ([0] * 9000)|map('string') %}{% endfor %}{% endfor %}", STEPS),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}", STEPS),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "RecursionError"),
        ("{% include 'html/cover.html.jinja' %}", "RecursionError"),
        (f"{{{{ 'x' * {BILLION} }}}}", LONG),
        (f"{{{{ {BILLION} * 'x' }}}}", LONG),
        (f"{{% set x = [0] * {BILLION} %}}", LONG),
        ("{{ 9 ** (9 ** 9) }}", LONG),
        (f"{{{{ '%{BILLION}d' % 1 }}}}", LONG),
        (f"{{{{ '%*d' % ({BILLION}, 1) }}}}", LONG),
        (f"{{{{ '%{BILLION}d'|format(1) }}}}", LONG),
        (f"{{{{ '{{:{BILLION}}}'.format(1) }}}}", UNCALLABLE),
        (f"{{{{ 'x'|center({BILLION}) }}}}", LONG),
        (f"{{{{ 'x'|indent(width={BILLION}) }}}}", LONG),
        (f"{{{{ 'x'.ljust({BILLION}) }}}}", LONG),
        (f"{{{{ '1'.zfill({BILLION}) }}}}", LONG),
        (f"{{{{ [1]|tojson(indent={BILLION}) }}}}", LONG),
        (f"{{% for x in [1]|batch({BILLION}, 0) %}}{{% endfor %}}", LONG),
        ("{% set x = 'x' * 100000 %}{{ x.replace('x', x) }}", LONG),
        ("{% set x = 'x' * 100000 %}{{ x|replace('x', x) }}", LONG),
        ("{% set x = 'x' * 100000 %}{{ ([x] * 100000)|join }}", LONG),
        ("{% set x = 'x' * 100000 %}{{ ''.join([x] * 100000) }}", LONG),
        ("{% set x = 'x' * 9000000 %}{% set x = x ~ x %}{% set x = x ~ x %}{{ x }}", LONG),
        ("{% set x = 'x' * 9000000 %}{% set x = x + x %}{% set x = x + x %}{{ x }}", LONG),
        ("{{ 'x'.translate({120: 'y'}) }}", "a template can't use translate (a filter such as replace does it)"),
        ("{% for x in range(9) %}{% endfor %}", "'range' is undefined"),
    ],
)  # fmt: skip
def test_it_is_stopped_at_its_line(rendered, cover, says):
    with pytest.raises(InputError) as refused:
        rendered(cover)
    (problem,) = refused.value.problems
    assert (problem.place.file.rpartition("/")[2], problem.place.line) == ("cover.html.jinja", 2)
    assert says in str(problem)


def test_a_page_that_is_too_long_is_stopped(rendered):
    with pytest.raises(InputError, match=r"more than 400000000 characters"):
        rendered("{% set x = 'x' * 1000000 %}{% for i in [0] * 100000 %}{{ x }}{% endfor %}")


def test_what_templates_do_with_lists_and_texts_works_as_before(rendered):
    cover = """
    {% for x in 'ab' %}{{ loop.index }}/{{ loop.length }}{% if not loop.last %}, {% endif %}{% endfor %};
    {% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% else %}none{% endfor %};
    {% for x in [] %}{% else %}none{% endfor %};
    {% for x in [3, 1]|sort if x > 1 %}{{ x }}{% endfor %};
    {{ 'x' * 3 ~ '-' + 'y' }}; {{ '%05.1f' % 2.25 }}; {{ '%s'|format('z') }}; {{ 'x'|center(5)|replace(' ', '.') }};
    {{ ['a', 'b']|join('+') }}; {{ ', '.join(['c', 'd']) }}; {{ 2 ** 10 }}; {{ 'a b'|replace('b', '<') }};
    {{ [1, 2]|tojson }}; {% for some in [1, 2, 3]|batch(2, 0) %}{{ some|length }}{% endfor %};
    """
    page = " ".join(rendered(cover).split())
    assert "1/2, 2/2; a=1; none; 3; xxx-y; 002.2; z; ..x..; a+b; c, d; 1,024; a &lt;; [1, 2]; 22;" in page
