"""Whether a mail may leave: its check, its hooks, and what the organisation's policy says."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import IO

from ..config import Policy, Settings, configs_above, load_settings, prohibitions, stricter
from ..errors import ConfigError
from ..findings import Finding
from ..linter import lint
from ..outbox.scripts import hook_scripts, hooks_folder, run_hooks
from ..outbox.store import Kept
from ..readers.mail.message import Mail, read_mail
from ..readers.mail.reply import MailReply
from ..readers.results import Checked, Summary, failing, passes
from ..record import record, replace
from ..reporters import make_reporter
from ..rulebook import Rulebook
from .checking import Wanted
from .circumstances import Given, base_exchange, chosen_rulebook, circumstances
from .mails import reply_of

NAME = "replylint.yaml"


@record
class House:
    """What holds where mail is sent: the settings, the policy of everybody who has a say, and the rules once they are asked for."""

    settings: Settings
    policy: Policy
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules; raises RuleError or ConfigError."""
        return chosen_rulebook(self.settings, self.select, self.ignore)


@record
class Verdict:
    """Whether a mail may leave. ``note`` says why nothing was checked, ``why`` what stops it."""

    passes: bool
    note: str = ""
    why: str = ""
    hold_until: str | None = None
    checked: Checked | None = None
    reply: MailReply | None = None
    rulebook: Rulebook | None = None

    @property
    def message_id(self) -> str | None:
        """The Message-ID of the mail, where it was read."""
        return self.reply.mail.id if self.reply else None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it breaks, each once."""
        findings = self.checked.report.findings if self.checked else ()
        return tuple(dict.fromkeys(finding.rule for finding in findings))


def house(wanted: Wanted) -> House:
    """The settings for mail that is sent from here, and the policy; raises ConfigError.

    The settings are those of ``--config``, else of the replylint.yaml here or nearest above, else the user's, else the machine's. The policy
    is all of these together, with what every replylint.yaml further above forbids, so that no option of the command line gets round an organisation's.
    """
    if wanted.config is not None and not Path(wanted.config).is_file():
        raise ConfigError(f"{wanted.config}: no such config file")
    given = Path(wanted.config) if wanted.config else None
    here = configs_above(Path.cwd())
    nearest, above = here[:1], here[1:]
    found = [path for path in (given, *nearest, *standing_configs()) if path is not None]
    loaded = [load_settings(path) for path in dict.fromkeys(path.absolute() for path in found)]
    policy = Policy()
    for settings in reversed(loaded):
        policy = stricter(policy, settings.mail)
    # Whoever may write a folder above can forbid, and neither let mail pass nor have a program run.
    for path in above:
        policy = stricter(policy, prohibitions(load_settings(path).mail))
    own = Settings() if wanted.isolated or not loaded else loaded[0]
    return House(own, policy, wanted.select, wanted.ignore)


def standing_configs() -> list[Path]:
    """The user's and the machine's config, where there are any."""
    if sys.platform == "linux":
        base = os.environ.get("XDG_CONFIG_HOME", "").strip()
        user = Path(base if os.path.isabs(base) else os.path.expanduser("~/.config")) / "replylint"
        site = Path("/etc/replylint")
    else:
        import platformdirs

        user = Path(platformdirs.user_config_dir("replylint", appauthor=False))
        site = Path(platformdirs.site_config_dir("replylint", appauthor=False))
    return [path for folder in (user, site) if (path := folder / NAME).is_file()]


def judge(kept: Kept, command: Sequence[str], given: Given, wanted: Wanted, at: House) -> Verdict:
    """Checks the mail and runs the hooks; raises ReplylintError."""
    return _with_hooks(check(kept, command, given, wanted, at), kept, at)


def check(kept: Kept, command: Sequence[str], given: Given, wanted: Wanted, at: House) -> Verdict:
    """What replylint itself says of the mail; raises ReplylintError."""
    mail = read_mail(kept.data, kept.entry.id)
    if only_colleagues(mail, command, at.policy):
        return Verdict(True, note="to colleagues only: not checked")
    if mail.is_resent:
        return Verdict(True, note="resent, as somebody else wrote it: not checked")
    base = base_exchange(given, at.settings, at.rulebook)
    reply = reply_of(mail, kept.entry.id, base, circumstances(given, at.settings))
    if reply.is_unclear:
        return Verdict(
            False, why="all of it looks quoted, but nothing marks it as such: whose words are these?", reply=reply
        )
    if not reply.exchange.draft.text:
        return Verdict(True, note="no text of its own in this mail: not checked")
    report = lint(reply.exchange, at.rulebook)
    fail_on = wanted.fail_on or at.settings.fail_on or "warning"
    least = wanted.min_score if wanted.min_score is not None else at.settings.min_score
    passed = passes(report, fail_on, least)
    checked = Checked(kept.entry.id, reply.exchange, report, reply.places, passed, reply.skipped)
    stopping = [] if passed else failing(report.findings, fail_on)
    why = "" if passed else _why(stopping)
    return Verdict(passed, "", why, _hold_until(stopping), checked, reply, at.rulebook)


def _why(findings: Sequence[Finding]) -> str:
    rules = ", ".join(dict.fromkeys(finding.rule for finding in findings))
    return f"breaks {rules}" if rules else "scores too low"


def only_colleagues(mail: Mail, command: Sequence[str], policy: Policy) -> bool:
    """Whether every recipient, of the headers and of the command line, is in an internal domain."""
    domains = [address.domain for address in mail.recipients] + [
        word.rpartition("@")[2].lower().strip("<>.") for word in recipients_in(command)
    ]
    own = set(policy.internal_domains)
    names = command[len(command) - 1 - list(reversed(command)).index("--") :][1:] if "--" in command else ()
    # A recipient without a domain may be a list: nobody knows who is on it.
    return bool(own and domains) and all(domain in own for domain in domains) and all("@" in name for name in names)


def recipients_in(command: Sequence[str]) -> list[str]:
    """The addresses that a sendmail-like command line sends to: its words with an ``@`` that are no sender."""
    found = []
    for before, word in zip(("", *command), command, strict=False):
        if (
            "@" in word
            and not word.startswith("-")
            and before not in ("-f", "-r", "--from", "-F", "-a", "-C", "--user")
        ):
            found.append(word)
    return found


def _with_hooks(verdict: Verdict, kept: Kept, at: House) -> Verdict:
    """The verdict after the hooks, which see only mail that passed so far."""
    if not verdict.passes:
        return verdict
    folder = hooks_folder(at.policy.hooks_path, at.settings.path, Path.cwd())
    scripts = hook_scripts(folder, is_configured=at.policy.hooks_path is not None) if folder is not None else []
    if not scripts:
        return verdict
    import tempfile

    with tempfile.NamedTemporaryFile("w", prefix="replylint-", suffix=".json", encoding="utf-8") as out:
        _write_report(verdict, out)
        known = {"REPLYLINT_REPORT": out.name, "REPLYLINT_HOOK": "pre-send", "REPLYLINT_MESSAGE": str(kept.path)}
        stopped = list(run_hooks(scripts, kept.file, known))
    if not kept.is_unchanged():
        stopped.append("a hook changed the mail")
    if not stopped:
        return verdict
    return replace(verdict, passes=False, why="; ".join(stopped))


def _write_report(verdict: Verdict, out: IO[str]) -> None:
    reporter, summary = make_reporter("json", out), Summary()
    if verdict.checked is not None:
        summary.add(verdict.checked)
        reporter.reply(verdict.checked)
    reporter.close(summary, False)
    out.flush()


def _hold_until(stopping: Sequence[Finding]) -> str | None:
    """When the mail passes, if waiting is all that it needs; ISO 8601."""
    times = [finding.hold_until for finding in stopping]
    return max(filter(None, times)) if times and all(times) else None


def set_apart(verdict: Verdict) -> str:
    """What of the mail was not checked, by its lines; empty if all of it was."""
    if verdict.checked is None or verdict.reply is None:
        return ""
    return ", ".join(f"{part.kind} {part.start_line}-{part.end_line}" for part in verdict.checked.skipped)


def tell(verdict: Verdict, err: IO[str]) -> None:
    """Prints the findings: the whole report at a terminal, a line each elsewhere."""
    if verdict.checked is None or verdict.rulebook is None:
        return
    reporter = make_reporter("report" if err.isatty() else "text", err)
    reporter.begin(verdict.rulebook)
    reporter.reply(verdict.checked)
    if not err.isatty() and (apart := set_apart(verdict)):
        err.write(f"{verdict.checked.source}: set apart: {apart}\n")


__all__ = ["House", "Verdict", "check", "house", "judge", "only_colleagues", "set_apart", "tell"]
