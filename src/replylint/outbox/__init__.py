"""Mail on its way out: kept before anything else happens to it, until the real command has taken it."""
