"""A merge as a person reads it: the compilation text, and a text with tracked changes."""
