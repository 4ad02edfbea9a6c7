"""What ``mufakat serve`` keeps up: Prefect's server, a runner for its pages, a warm worker."""
