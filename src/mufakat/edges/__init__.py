"""Floor 3: the outside world, one thing a file. Nothing here decides; it reads and writes."""
