"""``ccrules schema``: JSON Schemas, for editors and other tools."""

from __future__ import annotations

import json
from typing import Any

import click

from ccrules.cli.options import with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.cli.work import load_method
from ccrules.errors import message

SCHEMAS = ("facts", "ruleset", "assessment", "view", "waivers", "review", "comparison")


@make_command(
    "schema",
    message(
        "Print the JSON Schema of fact files (of the rulesets given), of ruleset files, of assessments, "
        "of view files, of waivers, of reviews or of comparisons."
    ),
)
@click.argument("kind", type=Choice(SCHEMAS), metavar="|".join(SCHEMAS))
@with_rulesets
def command(run: Run, kind: str) -> int:
    """Print a schema."""
    if kind == "assessment":
        from ccrules.assessment import Assessment

        schema = Assessment.model_json_schema(by_alias=True, mode="serialization")
    elif kind == "ruleset":
        schema = _ruleset_schema(run)
    elif kind == "comparison":
        from ccrules.following.comparison import Comparison

        schema = Comparison.model_json_schema(by_alias=True, mode="serialization")
    elif kind in ("waivers", "review"):
        from ccrules.following.forms import schema as form_schema

        schema = form_schema(kind)
    elif kind == "view":
        from ccrules.audience.forms import view_schema

        schema = view_schema()
    else:
        from ccrules.facts.schema import facts_schema

        schema = facts_schema(load_method(run)[0].vocabulary)
    write_out(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0


def _ruleset_schema(run: Run) -> dict[str, Any]:
    """The form alone, or with the names of the rulesets given."""
    if not run.ruleset:
        from ccrules.ruleset.schema import ruleset_schema

        return ruleset_schema()
    from ccrules.ruleset.editor_schema import editor_schema

    return editor_schema(load_method(run)[0], run.language)
