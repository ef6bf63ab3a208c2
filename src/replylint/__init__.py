"""replylint, the linter for replies to customers.

>>> from replylint import lint, load_rulebook, Exchange, Message
>>> report = lint(Exchange(draft=Message("We will get back to you soon!!")), load_rulebook())
>>> [finding.rule for finding in report.findings]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .errors import ReplylintError
    from .exchange import Business, Customer, Exchange, Message
    from .findings import Edit, Finding, Fix, NotApplicable, Report, Scorecard, Span
    from .fixer import apply_fixes
    from .linter import lint
    from .rulebook import Rulebook, load_rulebook
    from .service import Linter

_HOMES = {
    "Business": "exchange", "Customer": "exchange", "Exchange": "exchange", "Message": "exchange",
    "Edit": "findings", "Finding": "findings", "Fix": "findings", "NotApplicable": "findings",
    "Report": "findings", "Scorecard": "findings", "Span": "findings",
    "ReplylintError": "errors", "apply_fixes": "fixer", "lint": "linter",
    "Rulebook": "rulebook", "load_rulebook": "rulebook", "Linter": "service",
}  # fmt: skip
"""Where each public name lives; they are imported when first asked for, so that a start stays light."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)


__all__ = [
    "Business", "Customer", "Edit", "Exchange", "Finding", "Fix", "Linter", "Message", "NotApplicable", "Report",
    "ReplylintError", "Rulebook", "Scorecard", "Span", "__version__", "apply_fixes", "lint", "load_rulebook",
]  # fmt: skip
