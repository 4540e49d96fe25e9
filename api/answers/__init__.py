"""Functions that answer the API and the pages, each over the estate alone."""
