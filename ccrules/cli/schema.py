"""``ccrules schema``: JSON Schemas, for editors and other tools."""

from __future__ import annotations

import json

import click

from ccrules.cli.options import with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.cli.work import load_method
from ccrules.errors import message

SCHEMAS = ("facts", "ruleset", "assessment")


@make_command(
    "schema",
    message(
        "Print the JSON Schema of fact files (of the rulesets given), of ruleset files or of assessments."
    ),
)
@click.argument("kind", type=Choice(SCHEMAS), metavar="facts|ruleset|assessment")
@with_rulesets
def command(run: Run, kind: str) -> int:
    """Print a schema."""
    if kind == "assessment":
        from ccrules.assessment import Assessment

        schema = Assessment.model_json_schema(by_alias=True, mode="serialization")
    elif kind == "ruleset":
        from ccrules.ruleset.schema import ruleset_schema

        schema = ruleset_schema()
    else:
        from ccrules.facts.schema import facts_schema

        schema = facts_schema(load_method(run)[0].vocabulary)
    write_out(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
