"""Runs one command and tells its time and its peak memory; a small process of its own for each measurement.

A child begins with the memory of whoever started it, and its peak counts that too: the starter has to be smaller than anything
measured. So this file imports next to nothing and runs under ``python -I -S``.

    python -I -S launch.py OUTPUT SECONDS COMMAND…     → "wall cpu peak_kib code" on standard output
"""

import os
import signal
import sys
import time

output, limit, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
actions = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    (os.POSIX_SPAWN_DUP2, 1, 2),
]
start = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions, setpgroup=0)
signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
signal.alarm(limit)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
peak = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(wall, used.ru_utime + used.ru_stime, peak, os.waitstatus_to_exitcode(status))
