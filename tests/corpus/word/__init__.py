"""Small Word files, a folder each, and what the reader makes of them; see README.md."""
