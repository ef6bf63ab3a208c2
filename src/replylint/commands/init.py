"""``replylint init``."""

from __future__ import annotations

from typing import Annotated

import typer

CONFIG = """\
# replylint: how replies are checked here. Everything is optional; what stands here as a comment is an example.
# `replylint rules list` shows the rules, `replylint explain RULE` what each asks and which options it has.

# extends: ../replylint.yaml          # start from another config

# business:
#   name: Acme
#   domains: [acme.example]            # own addresses are no private data
#   contacts: ["+44 20 7946 0000"]     # published numbers neither
#   accounts: ["@acme"]                # own accounts may be tagged
#   words: [ACME, PRO]                 # product names that stand in capitals
#   timezone: Europe/London            # for customers whose own is not known
#   country: GB                        # its public holidays are no days to write
#   hours:
#     mon-fri: 08:00-20:00
#     sat: 09:00-18:00
#     sun: closed
#   date_order: dmy                    # 03/04/2026 is the third of April

# context:                             # the circumstances of the drafts here
#   channel: email

# rules:
#   mirror-warmth: off
#   no-boilerplate: error
#   limited-emoticons: {severity: suggestion, most: 3}

# rulebook:
#   folders: [our-rules]               # own rules, as YAML

# fail_on: warning                     # error, warning or suggestion
# min_score: 70
"""


def init(
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="Where to put it.")] = ".",
) -> int:
    """Write a commented replylint.yaml. Never overwrites one.

    \b
    replylint init
    """
    from pathlib import Path

    from ..config import NAME
    from ..errors import ConfigError, WriteError

    path = Path(folder) / NAME
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(CONFIG)
    except FileExistsError:
        raise ConfigError(f"{path}: is there already, and stays as it is") from None
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from None
    typer.echo(f"wrote {path}")
    return 0
