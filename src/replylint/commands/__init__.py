"""The command line: one file per command. Only these print or exit."""
