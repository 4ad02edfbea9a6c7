"""Whose words a remark stands on, and where they have come to."""
