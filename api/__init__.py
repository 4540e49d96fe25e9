"""The estate over HTTP. It holds nothing yet: the graph answers at the command line and in Python."""
