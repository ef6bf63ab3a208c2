"""The series of measurements, one a module, each ``run(setting) -> list[Table]``."""
