"""The journeys, one a file: each calls one service and leaves its trace in Prefect."""
