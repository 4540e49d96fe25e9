"""The commands of `estate`, by what they do; `graph.cli` puts them together."""
