"""Mufakat carries an outcome document from zero draft to signed, adopted text."""
