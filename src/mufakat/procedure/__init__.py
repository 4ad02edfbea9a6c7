"""Floor 2: who may do what, and when. Pure; the moment is always an argument."""
