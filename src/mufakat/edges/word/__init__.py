"""Word files in and out: the text model on one side, OOXML parts on the other."""
