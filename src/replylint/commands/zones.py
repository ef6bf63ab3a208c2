"""The time zone of a customer whose own is not known."""

from __future__ import annotations

import os

from ..exchange import Exchange
from ..record import replace


def with_machine_zone(exchange: Exchange) -> Exchange:
    """The configured time zone, else the machine's own, for a customer whose own is not known; and which was taken."""
    configured = exchange.business.timezone
    if configured:
        return replace(exchange, timezone_source=f"{configured} (configured time zone)")
    zone = machine_zone()
    if zone is None:
        return exchange
    customer = replace(exchange.customer, timezone=zone)
    return replace(exchange, customer=customer, timezone_source=f"{zone} (this machine's time zone)")


def machine_zone() -> str | None:
    """The IANA name of the machine's time zone."""
    from ..facts.circumstances import zone_named

    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        target = os.path.realpath("/etc/localtime")
        name = target.partition("zoneinfo/")[2]
    try:
        return name if name and zone_named(name) else "UTC"
    except (KeyError, ValueError, OSError):
        return None
