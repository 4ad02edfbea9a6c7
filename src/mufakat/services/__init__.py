"""Floor 4: one verb a file. Each can be killed at any line; run again it finishes, and no more."""
