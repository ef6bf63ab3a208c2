"""Small linear models, shipped as data files with the scripts that make them (see ``tools/``)."""
