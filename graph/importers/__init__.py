"""From an upstream table to claim rows, a module for each form of table (DESIGN 4)."""
