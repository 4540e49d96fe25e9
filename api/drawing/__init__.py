"""Drawings as SVG, made from models: pure functions, no scripts, colours by the classes of a style sheet."""
