"""Mistakes made on purpose: the tests must notice every one of them."""
