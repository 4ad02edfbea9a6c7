"""Floor 1: changes against a draft, and how many delegations' changes come together. Pure."""
