"""The command line: one file per command. Only these open files, print or exit."""
