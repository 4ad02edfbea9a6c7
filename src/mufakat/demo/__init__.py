"""The demo: the joint statement of a real meeting goes from zero draft to signed text."""

from mufakat.demo.story import tell

__all__ = ["tell"]
