"""How fast replylint is beside its peers, and how it grows: run ``python tests/bench --help``."""
