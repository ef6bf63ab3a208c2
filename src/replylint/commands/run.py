"""Runs the command line: every error is one line on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from ..errors import ReplylintError

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
PIPE_CLOSED = 141
"""What a shell reports for a program that SIGPIPE ends."""
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    _use_utf8()
    try:
        return _run(arguments)
    except ReplylintError as error:
        return complain(str(error))
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            _silence_stdout()
            return complain(f"cannot be written: {error.strerror}")
        if os.environ.get("REPLYLINT_DEBUG"):
            raise
        return complain(f"a fault in replylint itself, please report it: {where(error)} (REPLYLINT_DEBUG=1 shows all)")


def where(error: BaseException) -> str:
    """What went wrong and in which line of the program; never what the user wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def _run(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["check"] and "_REPLYLINT_COMPLETE" not in os.environ:
        from .options import quick_parse

        parsed = quick_parse(arguments[1:])
        if parsed is not None:
            from .checking import check_command

            code = check_command(*parsed)
            sys.stdout.flush()
            return code
    if arguments[:1] == ["send"] and "--" in arguments and "_REPLYLINT_COMPLETE" not in os.environ:
        from .options import SEND_OPTIONS, quick_parse, sendmail_options

        end = arguments.index("--")
        own, theirs = sendmail_options(arguments[1:end])
        command = arguments[end + 1 :]
        # The command itself stands for the drafts that a line of check has.
        parsed = quick_parse(["-", *own], SEND_OPTIONS) if command else None
        if parsed is not None and parsed[0] == ["-"]:
            from .sending import send_command

            return send_command((command[0], *theirs, *command[1:]), parsed[1])
        arguments = ["send", *own, "--", *command[:1], *theirs, *command[1:]]
    return _run_with_typer(arguments)


def _run_with_typer(arguments: Sequence[str]) -> int:
    import click

    from .app import app

    try:
        code = app(list(arguments), standalone_mode=False, prog_name="replylint")
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "replylint"
        return complain(f"{error.format_message().rstrip('.')} (see {command} --help)")
    except click.ClickException as error:
        return complain(error.format_message())
    return code if isinstance(code, int) else CLEAN


def complain(message: str) -> int:
    """One line on standard error; returns exit code 2."""
    from ..reporters.safe_text import one_line

    try:
        sys.stderr.write(f"replylint: {one_line(message)}\n")
    except OSError:
        pass  # nobody reads any more
    return UNREADABLE


def _use_utf8() -> None:
    """Reports are UTF-8 whatever the locale says; a character that a stream cannot hold is escaped, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence_stdout() -> None:
    """Nobody reads any more: let the flush at exit go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
