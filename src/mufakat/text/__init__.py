"""Floor 0: the text of an instrument at one moment, with and without tracked changes. Pure."""
