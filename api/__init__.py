"""The estate over HTTP. `estate serve` answers SPARQL at /sparql and graphs at /graphs."""
