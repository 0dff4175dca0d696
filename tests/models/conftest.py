"""The record on both databases."""

from tests.databases import empty_url, engine

__all__ = ["empty_url", "engine"]
