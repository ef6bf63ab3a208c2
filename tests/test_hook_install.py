"""`replylint hook`: what it writes into other programs works there, and comes out again to the byte."""

from __future__ import annotations

import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Outcome
from replylint.errors import HookError
from replylint.hooks import PROGRAMS, program_named
from replylint.hooks.blocks import BEGIN, appended, eol_of, restored
from replylint.hooks.mutt import Mutt
from replylint.hooks.muttrc import Muttrc, quoted
from replylint.hooks.program import Machine

Run = Callable[..., Outcome]
needs_neomutt = pytest.mark.skipif(not shutil.which("neomutt"), reason="neomutt is not installed")
GIT_FOLDER = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()
needs_send_email = pytest.mark.skipif(
    not Path(GIT_FOLDER, "git-send-email").exists(), reason="git send-email is not installed"
)


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home, with replylint, msmtp and sendmail on the PATH; the current folder."""
    home, commands = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    executable(commands / "replylint", f'PYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m replylint "$@"')
    executable(commands / "msmtp", "exit 0")
    executable(commands / "sendmail", "exit 0")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setenv("HOME", str(home))
        patch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))  # one for all: rules compile once
        for name in ("XDG_CONFIG_HOME", "GIT_DIR", "GIT_INDEX_FILE"):
            patch.delenv(name, raising=False)
        yield home


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(home: Path) -> Path:
    git("config", "--global", "user.name", "Tom")
    git("config", "--global", "user.email", "tom@acme.example")
    git("init", "-q", "repo")
    os.chdir(home / "repo")
    return home / "repo"


def write(path: Path, text: str, mode: int = 0o600) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    path.chmod(mode)
    return text.encode()


# Installing -----------------------------------------------------------------------------------------------------------

MUTTRC = 'set from=me@acme.example imap_pass=hunter2\nset sendmail="/usr/bin/msmtp -a work"\n'


def test_without_a_terminal_it_only_shows(home: Path, replylint: Run) -> None:
    before = write(home / ".muttrc", MUTTRC)
    done = replylint("hook", "install", "--for", "mutt")
    assert done.code == 2
    assert '+set sendmail="replylint send -- /usr/bin/msmtp -a work"' in done.out
    assert done.err.count("\n") == 1
    assert "--yes" in done.err
    assert replylint("hook", "install", "--for", "mutt", "--show").code == 0
    assert (home / ".muttrc").read_bytes() == before
    assert os.listdir(home) == [".muttrc"]


def test_what_it_shows_holds_no_passwords(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", 'set sendmail="msmtp"\nset imap_pass=hunter2')
    assert "hunter2" not in replylint("hook", "install", "--for", "mutt", "--show").out


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_on_a_terminal_it_asks(home: Path, answer: str, written: bool) -> None:
    before = write(home / ".muttrc", MUTTRC)
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    done = subprocess.run(
        ["replylint", "hook", "install", "--for", "mutt"], stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0, done.stderr
    assert "Write this? [y/N]" in done.stderr
    assert ((home / ".muttrc").read_bytes() != before) is written


def test_mode_and_links_are_kept_and_there_is_a_backup(home: Path, replylint: Run) -> None:
    real = home / "dotfiles/muttrc"
    before = write(real, MUTTRC, 0o640)
    (home / ".muttrc").symlink_to("dotfiles/muttrc")
    assert replylint("hook", "install", "--for", "mutt", "--yes").code == 0
    assert (home / ".muttrc").is_symlink()
    backup = home / "dotfiles/muttrc.replylint-backup"
    assert backup.read_bytes() == before
    assert [stat.S_IMODE(path.stat().st_mode) for path in (real, backup)] == [0o640, 0o640]
    assert replylint("hook", "uninstall", "--for", "mutt").code == 0
    assert real.read_bytes() == before
    assert not backup.exists()


def test_twice_changes_nothing(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", MUTTRC)
    replylint("hook", "install", "--for", "mutt", "--yes")
    once = (home / ".muttrc").read_bytes()
    done = replylint("hook", "install", "--for", "mutt")
    assert (done.code, done.err) == (0, "")
    assert "nothing to change" in done.out
    assert (home / ".muttrc").read_bytes() == once


def test_a_file_that_was_made_is_removed(home: Path, replylint: Run) -> None:
    replylint("hook", "install", "--for", "mutt", "--yes")
    assert (home / ".muttrc").is_file()
    assert "removed" in replylint("hook", "uninstall", "--for", "mutt").out
    assert os.listdir(home) == []
    write(home / ".muttrc", "")
    replylint("hook", "install", "--for", "mutt", "--yes")
    replylint("hook", "uninstall", "--for", "mutt")
    assert (home / ".muttrc").read_bytes() == b""


def test_lines_written_since_stay(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", MUTTRC)
    replylint("hook", "install", "--for", "mutt", "--yes")
    with (home / ".muttrc").open("a") as rc:
        rc.write("set sort=threads\n")
    done = replylint("hook", "uninstall", "--for", "mutt")
    assert "replylint-backup stays" in done.out
    assert (home / ".muttrc").read_text() == MUTTRC + "set sort=threads\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--for", "pine"), "pine"),
        ((), "--for"),
        (("--for", "mutt", "--file", "."), "a folder"),
        (("--for", "mutt", "--file", ""), "--file"),
        (("--for", "mutt", "--file", "/dev/null"), "not a file"),
        (("--for", "mutt", "--file", "none/x\x1b[31m/rc"), None),
        (("--for", "mutt", "--pattern", "x"), "--pattern"),
        (("--for", "pre-commit"), "not a git repository"),
        (("--for", "git-send-email"), "not a git repository"),
        (("--for", "aerc"), "no such file"),
    ],
)
def test_bad_input_is_one_line(home: Path, replylint: Run, arguments: tuple[str, ...], said: str | None) -> None:
    done = replylint("hook", "install", *arguments)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert (said or "--yes") in done.err
    assert "\x1b" not in done.out + done.err


def test_half_a_block_is_left_alone(home: Path, replylint: Run) -> None:
    before = write(home / ".muttrc", f"{BEGIN}\nset sort=date\n")
    for command in (("install", "--yes"), ("uninstall",)):
        done = replylint("hook", command[0], "--for", "mutt", *command[1:])
        assert done.code == 2
        assert "marker" in done.err
        assert done.err.count("\n") == 1
    assert "cannot tell" in replylint("hook", "status", "--for", "mutt").out
    assert (home / ".muttrc").read_bytes() == before


# Text in, text out ----------------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        'set sendmail="/usr/bin/msmtp -a work"',
        "set sendmail=msmtp",
        "set use_envelope_from=no sendmail='a \\\\ b' # c",
        "unset sendmail",
        "folder-hook work 'set sendmail=\"msmtp -a work\"'",
        "source ~/nowhere",
        "# comment \\",
        "[work]",
        "[home]",
        "outgoing = /usr/bin/msmtp -a x",
        'outgoing="msmtp"',
        "outgoing = smtp://me@x.example",
        "outgoing=",
        "#!/bin/sh",
        "# was: x",
        "",
    ]
)
ANY = st.lists(
    st.tuples(
        LINES | st.text(max_size=12) | st.binary(max_size=6).map(lambda b: b.decode("utf-8", "surrogateescape")),
        st.sampled_from(["\n", "\n", "\n", "\r\n", ""]),
    )
).map(lambda pairs: "".join(line + end for line, end in pairs))


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp("machine")
    for name in ("replylint", "msmtp", "sendmail"):
        executable(folder / "bin" / name, "exit 0")
    return Machine(folder, folder / ".config", folder, str(folder / "bin"))


@given(text=st.none() | ANY)
@settings(max_examples=400, deadline=None)
@pytest.mark.parametrize("name", ["mutt", "neomutt", "aerc"])
def test_taking_out_gives_back_what_was_there(machine: Machine, name: str, text: str | None) -> None:
    program = program_named(name)
    if name == "aerc":
        text = f"[one]\noutgoing = msmtp\n{text or ''}"
    try:
        plan = program.wrapped(text, machine.home / "rc", machine)
    except HookError:
        assume(False)
    assume(text is None or plan.text != text)
    assert restored(plan.text) == text
    if text and not text.endswith("\n"):
        assert not plan.text.endswith("\n")
    again = restored(plan.text)
    assert program.wrapped(again, machine.home / "rc", machine).text == plan.text


@given(before=ANY, after=ANY, body=st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=9)))
@settings(max_examples=300, deadline=None)
def test_what_is_written_around_a_block_stays(before: str, after: str, body: list[str]) -> None:
    assume(not any(line.startswith("# was: ") for line in body))
    block = appended(before, body)
    eol = eol_of(before)
    if block.endswith("\n"):
        assert restored(block + after) == before + after
    else:  # an editor ends the last line before it adds another, and the line before the block has an end since it is there
        assert restored(f"{block}{eol}{after}") == f"{before}{eol}{after}"


@given(value=st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=200, deadline=None)
def test_a_quoted_word_is_read_as_it_was(value: str) -> None:
    assume(value.strip())
    read = Muttrc(f"set sendmail={quoted(value)} # more\n", Path("rc"), Path("/nowhere")).value("sendmail")
    assert read is not None
    assert read.text == value


# mutt and neomutt -----------------------------------------------------------------------------------------------------


def effective(rc: Path) -> str:
    done = subprocess.run(["neomutt", "-F", rc, "-Q", "sendmail"], capture_output=True, text=True, check=True)
    return done.stdout.partition(" = ")[2].strip().removeprefix('"').removesuffix('"').replace('\\"', '"')


@needs_neomutt
@pytest.mark.parametrize(
    ("rc", "wrapped"),
    [
        ('set sendmail="/usr/bin/msmtp -a work"\n', "replylint send -- /usr/bin/msmtp -a work"),
        ("set sendmail=/usr/bin/msmtp", "replylint send -- /usr/bin/msmtp"),
        ("set sort=date sendmail = 'msmtp -a work'; set beep=no\n", "replylint send -- msmtp -a work"),
        ('set sendmail="msmtp \\\n -a work"\n', "replylint send -- msmtp  -a work"),
        ('set my_account=work\nset sendmail="msmtp -a $my_account"\n', "replylint send -- msmtp -a work"),
        ("set sendmail=`echo msmtp`\n", "replylint send -- msmtp"),
        ("set sendmail=msmtp\r\nset beep=no\r\n", "replylint send -- msmtp"),
        ("set sendmail='~/bin/msmtp -a work'\n", None),
        ("source sub\n", "replylint send -- msmtp -a sub"),
        ("source `echo sub`\n", "replylint send -- msmtp -a sub"),
        ("set sendmail=msmtp\nset sendmail=other\nset smtp_url=''\n", "replylint send -- other"),
        ("set smtp_url=smtp://x.example\nunset smtp_url\nset sendmail=msmtp # x", "replylint send -- msmtp"),
        ("set sendmail='msmtp \"a $b\\c\"'\n", None),
    ],
)
def test_neomutt_gets_the_wrapped_command(home: Path, replylint: Run, rc: str, wrapped: str | None) -> None:
    path = home / ".neomuttrc"
    before = write(path, rc)
    write(home / "sub", "set sendmail='msmtp -a sub'\n")
    own = effective(path)
    done = replylint("hook", "install", "--for", "neomutt", "--yes")
    assert done.code == 0, done.err
    assert effective(path) == (wrapped or f"replylint send -- {own}")
    assert replylint("hook", "uninstall", "--for", "neomutt").code == 0
    assert path.read_bytes() == before


@needs_neomutt
@pytest.mark.parametrize("mutt_too", [False, True])
def test_neomutt_reads_the_file_that_is_changed(home: Path, replylint: Run, mutt_too: bool) -> None:
    """Of all places where an rc may stand, the one that neomutt takes is found, whatever others there are."""
    from replylint.hooks.mutt import Neomutt
    from replylint.hooks.program import this_machine

    places = list(Neomutt().places(this_machine()))
    for place in places:
        write(place, f"set sendmail='{place.relative_to(home)}'\n")
    while places:
        done = subprocess.run(["neomutt", "-Q", "sendmail"], capture_output=True, text=True, check=True)
        found = Neomutt().find(this_machine())
        assert str(found.relative_to(home)) in done.stdout
        found.unlink()
        places.remove(found)


@needs_neomutt
def test_neomutt_sends_through_it(home: Path, replylint: Run, tmp_path: Path) -> None:
    executable(tmp_path / "bin/replylint", f'echo "$@" > {home}/arguments; cat > {home}/mail')
    write(home / ".neomuttrc", 'set sendmail="/usr/bin/msmtp -a work" from=me@acme.example copy=no folder=.\n')
    assert replylint("hook", "install", "--for", "neomutt", "--yes").code == 0
    mail = ["neomutt", "-s", "Your lamp", "--", "jane@customer.example"]
    subprocess.run(mail, input=b"It is ready.\n", check=True, capture_output=True)
    assert (home / "arguments").read_text() == "send -- /usr/bin/msmtp -a work jane@customer.example\n"
    assert "It is ready." in (home / "mail").read_text()


def test_without_a_setting_sendmail_is_wrapped_else_msmtp(home: Path, machine: Machine) -> None:
    at = home / ".muttrc"
    assert "replylint send -- " in Mutt().wrapped(None, at, machine).text
    assert f"{machine.search}/sendmail -oem -oi" in Mutt().wrapped("", at, machine).text
    alone = Machine(home, home, home, str(home / "bin"))
    if not any(Path(folder, "sendmail").exists() for folder in ("/usr/sbin", "/usr/lib", "/usr/local/sbin")):
        with pytest.raises(HookError, match="neither sendmail nor msmtp"):
            Mutt().wrapped("", at, alone)
        executable(home / "bin/msmtp", "exit 0")
        assert f'"replylint send -- {home}/bin/msmtp"' in Mutt().wrapped("", at, alone).text


@pytest.mark.parametrize(
    ("rc", "said"),
    [
        ("set smtp_url=smtps://me:secret@x.example\n", "line 1 sets smtp_url"),
        ("source sub", "sub, line 1 sets smtp_url"),
        ("set sendmail=msmtp \\", "the last line ends in a backslash"),
    ],
)
def test_what_mutt_would_not_use_is_not_written(home: Path, replylint: Run, rc: str, said: str) -> None:
    before = write(home / ".muttrc", rc)
    write(home / "sub", "set smtp_url=smtp://x.example\n")
    done = replylint("hook", "install", "--for", "mutt", "--yes")
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert "secret" not in done.err
    assert (home / ".muttrc").read_bytes() == before


def test_a_command_that_is_wrapped_by_hand_stays(home: Path, replylint: Run) -> None:
    before = write(home / ".muttrc", 'set sendmail="/opt/replylint send -- msmtp"\n')
    assert "nothing to change" in replylint("hook", "install", "--for", "mutt", "--yes").out
    assert "line 1 goes through replylint already" in replylint("hook", "status", "--for", "mutt").out
    assert (home / ".muttrc").read_bytes() == before


def test_hooks_that_set_the_sender_later_are_told(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", MUTTRC + "folder-hook work 'set sendmail=\"msmtp -a w\"'\n")
    assert "line 3: folder-hook sets sendmail again" in replylint("hook", "install", "--for", "mutt", "--yes").out
    assert "folder-hook sets sendmail again" in replylint("hook", "status", "--for", "mutt").out


def test_the_script_may_stand_in_its_place(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", "set sendmail=~/.local/bin/replylint-msmtp\n")
    done = replylint("hook", "install", "--for", "mutt", "--yes")
    assert (done.code, "nothing to change" in done.out) == (0, True)


def test_a_mutt_that_does_not_wait_is_told_of(home: Path, replylint: Run) -> None:
    write(home / ".muttrc", MUTTRC + "set sendmail_wait=-1\n")
    assert "line 3 sets sendmail_wait" in replylint("hook", "install", "--for", "mutt", "--show").out


def test_mutt_and_neomutt_may_share_a_file(home: Path, replylint: Run) -> None:
    before = write(home / ".muttrc", MUTTRC)
    replylint("hook", "install", "--for", "mutt", "--yes")
    assert "nothing to change" in replylint("hook", "install", "--for", "neomutt", "--yes").out
    assert replylint("hook", "status", "--for", "neomutt").out.strip().endswith(f"installed in {home / '.muttrc'}")
    replylint("hook", "uninstall", "--for", "neomutt")
    assert (home / ".muttrc").read_bytes() == before


# aerc -----------------------------------------------------------------------------------------------------------------

ACCOUNTS = """\
[Work]
source        = imaps://me:secret@x.example
outgoing      = /usr/bin/msmtp -a work  # ours
outgoing-cred-cmd = pass x

[Home]
outgoing="msmtp -a home"
[Other]
outgoing = smtps://me:secret@x.example
# outgoing = msmtp
"""


def test_aerc_gets_each_command_wrapped(home: Path, replylint: Run) -> None:
    path = home / ".config/aerc/accounts.conf"
    before = write(path, ACCOUNTS)
    done = replylint("hook", "install", "--for", "aerc", "--yes")
    assert done.code == 0
    assert "[Other] cannot be wrapped: line 9 sends by smtps://" in done.out
    assert "secret" not in done.out
    text = path.read_text()
    assert f"\n{BEGIN}\n# was: outgoing      = /usr/bin/msmtp -a work  # ours\n" in text
    assert "\noutgoing      = replylint send -- /usr/bin/msmtp -a work  # ours\n" in text
    assert '\noutgoing="replylint send -- msmtp -a home"\n' in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "[Other] does not pass replylint" in replylint("hook", "status", "--for", "aerc").out
    assert replylint("hook", "uninstall", "--for", "aerc").code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[A]\noutgoing = smtp://me:secret@x.example\n", "smtp://"),
        ("[A]\noutgoing = jmap://\n", "jmap://"),
        ("[A]\noutgoing = msmtp \\\n -a x\n", "several lines"),
        ("outgoing = msmtp\n[A]\nsource = x\n", "no account"),
    ],
)
def test_aerc_accounts_that_cannot_be_wrapped(home: Path, replylint: Run, text: str, said: str) -> None:
    before = write(home / ".config/aerc/accounts.conf", text)
    done = replylint("hook", "install", "--for", "aerc", "--yes")
    assert done.code == 2
    assert said in done.err
    assert "secret" not in done.err
    assert done.err.count("\n") == 1
    assert (home / ".config/aerc/accounts.conf").read_bytes() == before


# msmtp ----------------------------------------------------------------------------------------------------------------


def test_the_msmtp_script_hands_its_arguments_on(home: Path, replylint: Run, tmp_path: Path) -> None:
    assert replylint("hook", "install", "--for", "msmtp", "--yes").code == 0
    script = home / ".local/bin/replylint-msmtp"
    executable(tmp_path / "bin/replylint", 'printf "[%s]" "$@"')
    done = subprocess.run([script, "-a", "my work", "-t"], capture_output=True, text=True, check=True)
    assert done.stdout == "[send][--][msmtp][-a][my work][-t]"
    assert replylint("hook", "uninstall", "--for", "msmtp").code == 0
    assert not script.exists()


def test_a_script_of_somebody_else_stays(home: Path, replylint: Run) -> None:
    before = write(home / "mine", "#!/bin/sh\n")
    done = replylint("hook", "install", "--for", "msmtp", "--file", "mine", "--yes")
    assert done.code == 2
    assert (home / "mine").read_bytes() == before


# git send-email -------------------------------------------------------------------------------------------------------

GOOD = "Subject: Your lamp\nFrom: tom@acme.example\n\nHi Jane,\n\nThe lamp is ready. You can pick it up today until six.\n\nBest,\nTom\n"
BAD = GOOD.replace("The lamp", "READ THE MANUAL!!! The lamp")


def send_email(*files: str) -> subprocess.CompletedProcess[str]:
    server = Path("../transport").resolve()
    executable(server, f'cat >> "{server}.sent"')
    options = ["--to=jane@customer.example", "--confirm=never", "--quiet", f"--smtp-server={server}"]
    return subprocess.run(["git", "send-email", *options, *files], capture_output=True, text=True, check=False)


def sent() -> str:
    path = Path("../transport.sent")
    return path.read_text() if path.exists() else ""


@needs_send_email
def test_send_email_stops_at_a_bad_mail_before_any_is_sent(repository: Path, replylint: Run) -> None:
    write(repository / "1-good.eml", GOOD)
    write(repository / "2-bad.eml", BAD)
    assert replylint("hook", "install", "--for", "git-send-email", "--yes").code == 0
    done = send_email("1-good.eml", "2-bad.eml")
    assert done.returncode != 0
    assert "no-punctuation-overload" in done.stdout + done.stderr
    assert sent() == ""
    assert send_email("1-good.eml").returncode == 0
    assert "The lamp is ready." in sent()


@needs_send_email
def test_a_patch_without_words_passes(repository: Path, replylint: Run) -> None:
    write(repository / "a.c", "int x; /* READ THIS!!! */\n")
    git("add", ".")
    git("commit", "-qm", "Add x")
    assert replylint("hook", "install", "--for", "git-send-email", "--yes").code == 0
    done = send_email("-1")
    assert done.returncode == 0, done.stderr
    assert "READ THIS" in sent()


@needs_send_email
def test_the_hook_from_before_runs_first_and_comes_back(repository: Path, replylint: Run) -> None:
    hook = repository / ".git/hooks/sendemail-validate"
    executable(hook, "echo old >> old; ! grep -q secret $1")
    hook.chmod(0o750)
    before = hook.read_bytes()
    assert replylint("hook", "install", "--for", "git-send-email", "--yes").code == 0
    assert hook.with_name("sendemail-validate.replylint-saved").read_bytes() == before
    write(repository / "good.eml", GOOD)
    assert send_email("good.eml").returncode == 0
    write(repository / "bad.eml", GOOD + "secret\n")
    assert send_email("bad.eml").returncode != 0
    assert (repository / "old").read_text() == "old\nold\n"
    assert replylint("hook", "uninstall", "--for", "git-send-email").code == 0
    assert hook.read_bytes() == before
    assert stat.S_IMODE(hook.stat().st_mode) == 0o750
    assert not hook.with_name("sendemail-validate.replylint-saved").exists()


def test_a_saved_hook_is_not_written_over(repository: Path, replylint: Run) -> None:
    hook = executable(repository / ".git/hooks/sendemail-validate", "exit 0")
    saved = executable(hook.with_name("sendemail-validate.replylint-saved"), "exit 1")
    done = replylint("hook", "install", "--for", "git-send-email", "--yes")
    assert done.code == 2
    assert "move it away" in done.err
    assert "exit 1" in saved.read_text()


def test_lines_added_to_the_hook_stay_and_so_does_the_chain(repository: Path, replylint: Run) -> None:
    hook = executable(repository / ".git/hooks/pre-commit", "echo old")
    replylint("hook", "install", "--for", "pre-commit", "--pattern", "macros/", "--yes")
    hook.write_text(hook.read_text() + "echo mine\n")
    assert "installed in" in replylint("hook", "status", "--for", "pre-commit").out
    assert replylint("hook", "install", "--for", "pre-commit", "--yes").code == 0
    assert hook.read_text().endswith("echo mine\n")
    assert replylint("hook", "uninstall", "--for", "pre-commit").code == 0
    assert subprocess.run([hook], capture_output=True, text=True, check=True).stdout == "old\nmine\n"


def test_hooks_path_and_work_trees(repository: Path, replylint: Run, home: Path) -> None:
    git("commit", "-q", "--allow-empty", "-m", "first")
    git("worktree", "add", "-q", "../tree")
    (home / "tree/deep").mkdir()
    os.chdir(home / "tree/deep")
    replylint("hook", "install", "--for", "git-send-email", "--yes")
    assert (repository / ".git/hooks/sendemail-validate").is_file()
    git("config", "core.hooksPath", ".githooks")
    replylint("hook", "install", "--for", "git-send-email", "--yes")
    assert (home / "tree/.githooks/sendemail-validate").is_file()
    git("config", "core.hooksPath", str(home / "all hooks"))
    done = replylint("hook", "install", "--for", "git-send-email", "--yes")
    assert (home / "all hooks/sendemail-validate").is_file()
    assert "every repository" in done.out


def test_a_linked_hook_is_moved_and_not_written_into(repository: Path, replylint: Run) -> None:
    script = executable(repository / "scripts/check", "exit 0")
    before = script.read_bytes()
    hook = repository / ".git/hooks/sendemail-validate"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to("../../scripts/check")
    replylint("hook", "install", "--for", "git-send-email", "--yes")
    assert script.read_bytes() == before
    assert not hook.is_symlink()
    replylint("hook", "uninstall", "--for", "git-send-email")
    assert os.readlink(hook) == "../../scripts/check"


def test_managers_that_go_by_the_name_of_the_hook_are_left_alone(repository: Path, replylint: Run) -> None:
    git("config", "core.hooksPath", ".husky/_")
    hook = executable(repository / ".husky/_/pre-commit", '. "$(dirname "$0")/h"')
    before = hook.read_bytes()
    done = replylint("hook", "install", "--for", "pre-commit", "--pattern", "x", "--yes")
    assert done.code == 2
    assert "husky" in done.err
    assert hook.read_bytes() == before


# pre-commit -----------------------------------------------------------------------------------------------------------

CLEAN = "Hi Jane,\n\nThe lamp is ready. You can pick it up today until six.\n\nBest,\nTom\n"
LOUD = CLEAN.replace("The lamp", "READ THE MANUAL!!! The lamp")
CONFIG = "libraries:\n  - files: macros/*\n"


@pytest.fixture
def library(repository: Path, replylint: Run) -> Path:
    """A repository with the hook, and with a config that is committed."""
    write(repository / "replylint.yaml", CONFIG)
    git("add", ".")
    git("commit", "-qm", "config")
    assert replylint("hook", "install", "--for", "pre-commit", "--yes").code == 0
    return repository


def commit(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(["git", "commit", "-qm", "x", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_staged_replies_with_findings_are_not_committed(library: Path) -> None:
    write(library / "macros/ready now.md", LOUD)
    write(library / "notes.md", LOUD)
    git("add", ".")
    code, said = commit()
    assert code == 1
    assert "macros/ready now.md:3:" in said
    assert "notes.md" not in said
    assert "/tmp" not in said
    assert commit("--no-verify")[0] == 0


def test_what_is_staged_counts_and_not_the_work_tree(library: Path) -> None:
    reply = library / "macros/a.md"
    write(reply, CLEAN)
    git("add", ".")
    write(reply, LOUD)
    assert commit()[0] == 0
    git("add", ".")
    write(reply, CLEAN)
    assert commit()[0] == 1
    assert reply.read_text() == CLEAN


def test_a_commit_of_one_file_is_checked_for_that_file(library: Path) -> None:
    write(library / "macros/a.md", CLEAN)
    write(library / "macros/b.md", LOUD)
    git("add", ".")
    assert commit("macros/a.md")[0] == 0
    assert commit("macros/b.md")[0] == 1


def test_a_linked_work_tree_is_checked_for_its_own_index(library: Path, home: Path) -> None:
    git("worktree", "add", "-q", "../tree")
    (home / "tree/macros").mkdir()
    os.chdir(home / "tree/macros")
    write(Path("a.md"), LOUD)
    git("add", ".")
    code, said = commit()
    assert code == 1
    assert "macros/a.md:3" in said


def test_names_with_control_sequences_are_made_visible(library: Path) -> None:
    write(library / "macros/\x1b[31mred.md", LOUD)
    git("add", ".")
    code, said = commit()
    assert code == 1
    assert "\x1b" not in said


def test_deleted_and_renamed_files_odd_names_and_links(library: Path) -> None:
    for name in ("-x.md", "line\nbreak.md", "sp ace.md", "ümlaut.md"):
        write(library / "macros" / name, CLEAN)
    git("add", ".")
    assert commit() == (0, "")
    git("rm", "-q", "--", "macros/-x.md")
    git("mv", "macros/line\nbreak.md", "macros/new\nline.md")
    (library / "macros/link.md").symlink_to("/nowhere/at all")
    git("add", ".")
    assert commit() == (0, "")
    write(library / "macros/new\nline.md", LOUD)
    git("mv", "macros/new\nline.md", "macros/last.md")
    git("add", ".")
    code, said = commit()
    assert (code, "macros/last.md:3:" in said) == (1, True)


def test_the_config_of_the_index_and_its_rules_count(library: Path) -> None:
    rule = "id: no-lamps\ntitle: No lamps\nseverity: error\nwhy: They are sold out.\ncheck: {avoid: {phrases: [lamp]}}\nmessage: no lamps\nexamples:\n  - {bad: A lamp., good: A chair.}\n  - {bad: The lamp., good: The chair.}\n"
    write(library / "ours/no-lamps.yaml", rule)
    write(library / "base.yaml", "rulebook: {folders: [ours]}\n")
    write(library / "replylint.yaml", f"extends: base.yaml\n{CONFIG}")
    write(library / "macros/a.md", CLEAN)
    git("add", ".")
    write(library / "replylint.yaml", "libraries: []\n")
    shutil.rmtree(library / "ours")
    code, said = commit()
    assert (code, "no-lamps" in said) == (1, True)
    write(library / "replylint.yaml", "libraries: 7\n")
    git("add", ".")
    code, said = commit()
    assert code == 1
    assert "replylint: replylint.yaml:1: libraries" in said


def test_what_cannot_be_read_blocks(library: Path) -> None:
    (library / "macros").mkdir()
    (library / "macros/latin.md").write_bytes(b"Gr\xfc\xdfe\n")
    git("add", ".")
    code, said = commit()
    assert (code, "not UTF-8" in said) == (1, True)


def test_patterns_name_the_files_where_no_config_does(repository: Path, replylint: Run) -> None:
    assert "--pattern" in replylint("hook", "install", "--for", "pre-commit", "--yes").err
    patterns = ("--pattern", "it's macros/", "--pattern", "*.txt")
    assert replylint("hook", "install", "--for", "pre-commit", *patterns, "--yes").code == 0
    for name in ("it's macros/deep/a.md", "b.txt", "c.md"):
        write(repository / name, LOUD)
    git("add", ".")
    code, said = commit()
    assert code == 1
    assert "it's macros/deep/a.md:3" in said
    assert "b.txt:3" in said
    assert "c.md" not in said
    assert "nothing to change" in replylint("hook", "install", "--for", "pre-commit", "--yes").out
    assert " installed in " in replylint("hook", "status", "--for", "pre-commit").out


def test_a_config_outside_of_the_commit_does_not_count(repository: Path, replylint: Run) -> None:
    write(repository / "replylint.yaml", CONFIG)
    done = replylint("hook", "install", "--for", "pre-commit", "--yes")
    assert "not in the index" in done.out
    write(repository / "macros/a.md", LOUD)
    git("add", "macros")
    code, said = commit()
    assert code == 0
    assert "nothing is checked" in said


def test_the_pre_commit_framework_has_its_own_way(repository: Path, replylint: Run) -> None:
    write(repository / ".pre-commit-config.yaml", "repos: []\n")
    done = replylint("hook", "install", "--for", "pre-commit", "--pattern", "macros/", "--yes")
    assert done.code == 2
    assert "- id: replylint" in done.out
    assert "framework" in done.err
    assert done.err.count("\n") == 1
    assert not (repository / ".git/hooks/pre-commit").exists()


def test_the_hook_says_when_replylint_is_gone(library: Path, tmp_path: Path) -> None:
    write(library / "macros/a.md", CLEAN)
    git("add", ".")
    (tmp_path / "bin/replylint").unlink()
    path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if not Path(p, "replylint").exists())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        code, said = commit()
    assert (code, "replylint: not on PATH" in said) == (1, True)


# Status ---------------------------------------------------------------------------------------------------------------


def test_status_tells_of_every_program(home: Path, replylint: Run) -> None:
    done = replylint("hook", "status")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == list(PROGRAMS)
    assert done.out.count("not installed") == 4
    assert done.out.count("cannot tell") == 2


def test_status_sees_what_keeps_it_from_working(home: Path, replylint: Run, tmp_path: Path) -> None:
    def said() -> str:
        return replylint("hook", "status", "--for", "mutt").out.strip()

    rc = home / ".muttrc"
    write(rc, f'set sendmail="{tmp_path}/bin/msmtp -a work"\n')
    replylint("hook", "install", "--for", "mutt", "--yes")
    assert said().endswith(f"installed in {rc}")
    good = rc.read_text()
    rc.write_text(good.replace("-a work", "-a home"))
    assert "changed" not in said()  # both alike, as if it had been written so
    rc.write_text(good.replace("# Mail passes", "# Mail always passes"))
    assert "changed since by hand" in said()
    rc.write_text(good + "set sendmail=msmtp\n")
    assert "line 6 sets sendmail after the block" in said()
    rc.write_text(good + "set smtp_url=smtp://x.example\n")
    assert "smtp_url" in said()
    rc.write_text(good)
    (tmp_path / "bin/msmtp").unlink()
    assert "bin/msmtp is not there" in said()
    (tmp_path / "bin/replylint").unlink()
    path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if not Path(p, "replylint").exists())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        assert "replylint is not on PATH" in said()
