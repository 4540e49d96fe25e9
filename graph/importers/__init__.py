"""One module for each form of upstream table; each turns rows into claims and ledger entries."""
