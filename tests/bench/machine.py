"""What the figures were measured on; nothing that names the machine or its owner."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> str:
    """Processors, memory and system in a line."""
    return f"{cores()} × {processor()}, {memory()} of memory, {system()}"


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """The model of the processor, as the system calls it."""
    for line in _lines("/proc/cpuinfo"):
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return " ".join(value.split())
    return platform.processor() or platform.machine()


def memory() -> str:
    """All memory, in GiB."""
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal:"):
            return f"{int(line.split()[1]) / 2**20:.0f} GiB"
    return "an unknown amount"


def system() -> str:
    """The system and the family of its version."""
    names = dict(line.split("=", 1) for line in _lines("/etc/os-release") if "=" in line)
    distribution = names.get("PRETTY_NAME", platform.system()).strip('"')
    return f"{distribution}, {platform.system()} {platform.release().split('-')[0]} {platform.machine()}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return []
