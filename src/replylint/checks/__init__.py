"""The kinds of check, one file each. ``KINDS`` is handed to the loader; adding a kind is adding it here."""

from __future__ import annotations

from .avoid import Avoid
from .core import Check
from .echo import Echo
from .limit import Limit
from .mirror import Mirror
from .replace import Replace
from .require import Require
from .schedule import Schedule

KINDS: dict[str, type[Check]] = {
    "avoid": Avoid,
    "replace": Replace,
    "require": Require,
    "limit": Limit,
    "mirror": Mirror,
    "echo": Echo,
    "schedule": Schedule,
}

__all__ = ["KINDS", "Check"]
