"""Named cases of the merge, a folder each; see README.md."""
