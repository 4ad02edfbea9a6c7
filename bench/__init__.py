"""Measures: ratios within one run on one machine, never times to be asserted."""
