"""The profile under which mutants are hunted: a failing example need not be made small."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

PROFILE = "mutants"

settings.register_profile(
    PROFILE,
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
