"""zzmap: the spatial industry layout of a city's plans, as layers, answers and maps."""

__version__ = "0.1.0"
