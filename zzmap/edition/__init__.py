"""Editions of a city's plans: what changed between two, and a folder for a new city."""
