"""Render the catalogue and its layers as maps that need no network."""
