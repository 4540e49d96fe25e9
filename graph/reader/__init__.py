"""Reads inspection reports and press notices, and proposes claims for a curator to judge."""
