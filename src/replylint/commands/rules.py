"""``replylint rules list | test | schema``."""

from __future__ import annotations

import json
import sys
from enum import Enum
from typing import Annotated, Optional

import typer

app = typer.Typer(help="List, prove and describe rules.", no_args_is_help=True, rich_markup_mode=None)


class ListFormat(str, Enum):
    """Output formats of ``rules list``."""

    text = "text"
    json = "json"


class Schema(str, Enum):
    """What ``rules schema`` describes."""

    rule = "rule"
    lexicon = "lexicon"
    config = "config"


_CONFIG = typer.Option(metavar="FILE", help="This config instead of the replylint.yaml here.")


@app.command("list")
def list_rules(
    output_format: Annotated[ListFormat, typer.Option("--format", help="How to list.")] = ListFormat.text,
    config: Annotated[Optional[str], _CONFIG] = None,
) -> int:
    """List the rules by category, with their source.

    \b
    replylint rules list
    replylint rules list --format json
    """
    from ..reporters.explanation import rule_record, rule_rows
    from .setup import rulebook_here

    rulebook = rulebook_here(config)
    if output_format is ListFormat.json:
        json.dump([rule_record(rule) for rule in rulebook.rules], sys.stdout, ensure_ascii=False, indent=1)
        typer.echo()
    else:
        for line in rule_rows(rulebook):
            typer.echo(line)
    return 0


@app.command("test")
def test_rules(
    folders: Annotated[
        Optional[list[str]], typer.Argument(metavar="[FOLDER]...", help="Folders of rules; all rules here, if none.")
    ] = None,
    config: Annotated[Optional[str], _CONFIG] = None,
) -> int:
    """Prove the rules by their own examples.

    \b
    replylint rules test
    replylint rules test my-rules
    """
    from pathlib import Path

    from ..proof import prove
    from ..record import replace
    from ..reporters.safe_text import visible
    from ..rulebook import load_rulebook
    from .setup import settings_here

    # Examples prove rules as their files say them: what a config changes of them is not what they show.
    if folders:
        rulebook = load_rulebook(*folders)
        homes = [Path(folder).resolve() for folder in folders]
        rules = [
            rule for rule in rulebook.rules if any(Path(rule.path).resolve().is_relative_to(home) for home in homes)
        ]
    else:
        settings = settings_here(config)
        rulebook = load_rulebook(*settings.folders, default=settings.default_rules)
        rulebook = replace(rulebook, channels=settings.channels | rulebook.channels)
        rules = list(rulebook.rules)
    failures = [failure for rule in rules for failure in prove(rule, rulebook)]
    for failure in failures:
        typer.echo(visible(failure))
    typer.echo(f"{len(rules)} rules, {len(failures)} failures")
    return 1 if failures else 0


@app.command("schema")
def schema(
    what: Annotated[Schema, typer.Argument(help="What to describe.")] = Schema.rule,
) -> int:
    """Print a JSON Schema that editors use to complete rules and configs.

    \b
    replylint rules schema rule > rule.schema.json
    replylint rules schema config > replylint.schema.json
    """
    from ..schemas import config_schema, lexicon_schema, rule_schema

    made = {Schema.rule: rule_schema, Schema.lexicon: lexicon_schema, Schema.config: config_schema}[what]()
    json.dump(made, sys.stdout, indent=1)
    typer.echo()
    return 0
