"""The small negotiation of the services' tests, to put in the way of faults."""

from tests.services.conftest import begun, files, life, opened, round_one

__all__ = ["begun", "files", "life", "opened", "round_one"]
