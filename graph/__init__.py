"""Justice Estate: a knowledge graph of the criminal justice estate of England and Wales."""
