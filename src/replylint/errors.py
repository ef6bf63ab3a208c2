"""Everything that replylint refuses, as one small tree of exceptions.

What nobody below catches, to go on with what is left, becomes one line on standard error and exit code 2.
"""

from __future__ import annotations


class ReplylintError(Exception):
    """Something that the person running replylint can mend; the message says how."""


class InputError(ReplylintError):
    """A draft, a message or an exchange that cannot be read."""


class RuleError(ReplylintError):
    """A rule, lexicon or channel file that is not well-formed.

    The message has the form ``path:line: rule: reason``.
    """


class ConfigError(ReplylintError):
    """A replylint.yaml or a command-line option that does not make sense."""


class WriteError(ReplylintError):
    """A file that could not be written; what stood there before still stands."""


class HookError(ReplylintError):
    """Another program's configuration that cannot be changed as asked."""
