"""What the hooks of git run: a mail before it is sent, canned replies before they are committed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..errors import ConfigError, ReplylintError
from ..exchange import Exchange, Message
from .run import CLEAN, complain


def mails(paths: Sequence[str]) -> int:
    """Checks the mail that git send-email hands to its hook; one without text of its own, such as a bare patch, passes."""
    from ..readers.document import read_bytes
    from ..readers.mail.reply import mail_reply
    from ..readers.mail.sniff import looks_like_mail
    from .checking import check_command

    if len(paths) != 1:
        raise ConfigError("hook run git-send-email takes one file")
    raw = read_bytes(paths[0], paths[0], looks_like_mail)
    if looks_like_mail(raw) and not mail_reply(raw, paths[0], Exchange(Message(""))).exchange.draft.text.strip():
        return CLEAN
    return check_command(list(paths), {"formats": ["text"]})


def staged(patterns: Sequence[str]) -> int:
    """Checks the canned replies that are staged, as they are staged; paths are those of the repository."""
    from ..hooks.staged import Staged

    here = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="replylint-") as made:
        folder = Path(os.path.realpath(made))
        try:
            index = Staged(here, folder)
            names = index.lay_out(patterns)
            if not names and not patterns and not index.knows_libraries:
                complain("nothing is checked: no replylint.yaml in the index names canned replies under libraries:")
            return _checked(names, folder) if names else CLEAN
        except ReplylintError as error:
            raise type(error)(str(error).replace(f"{folder}{os.sep}", "")) from None
        finally:
            os.chdir(here)


def _checked(names: Sequence[str], folder: Path) -> int:
    from .checking import check_command

    os.chdir(folder)
    # A file may be called "-", which is standard input elsewhere.
    paths = [f"./{name}" if name == "-" else name for name in names]
    code = check_command(paths, {"formats": ["text"], "as_format": "auto", "no_cache": True})
    if code:
        sys.stdout.flush()
        complain("not committed: the staged replies have to be mended first (git commit --no-verify goes past this)")
    return code
