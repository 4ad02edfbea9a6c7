"""Which amendments stand or fall together."""
