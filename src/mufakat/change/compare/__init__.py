"""From a returned text to a script: which words stand for which, and what was done to them."""
