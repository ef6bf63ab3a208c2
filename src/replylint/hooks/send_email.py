"""git send-email: the hook sendemail-validate, which gets each mail before any of them is sent."""

from __future__ import annotations

from .githook import GitHook


class SendEmail(GitHook):
    """git send-email."""

    name = "git-send-email"
    hook = "sendemail-validate"
    about = "Checks each mail before git send-email sends any."

    def command(self) -> str:
        """Checks the file that git names."""
        return 'replylint hook run git-send-email "$1"'
