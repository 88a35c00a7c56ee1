"""Predictions that several tests start from."""

from tests.tasks.classification.conftest import three

__all__ = ["three"]
