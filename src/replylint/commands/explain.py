"""``replylint explain``."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.")],
    config: Annotated[
        str | None, typer.Option(metavar="FILE", help="This config instead of the replylint.yaml here.")
    ] = None,
) -> int:
    """Say what a rule asks, why, what counts, and how to change it.

    \b
    replylint explain no-vague-timing
    """
    from ..errors import ConfigError
    from ..reporters.explanation import explanation
    from ..reporters.safe_text import visible
    from ..rulebook.examples import read_examples
    from ..shape import nearest
    from .setup import settings_here, whole_rulebook

    settings = settings_here(config)
    rulebook = whole_rulebook(settings)
    found = rulebook.rule(rule)
    if found is None:
        known = [r.id for r in rulebook.rules]
        raise ConfigError(f"no rule is called {rule!r}{nearest(rule, known)}")
    override = settings.overrides.get(rule)
    if override and override.off:
        typer.echo(visible(f"{rule} is switched off in {override.said_at}\n"))
    for line in explanation(found, read_examples(found)):
        typer.echo(line)
    return 0
