"""The record on both databases."""

from tests.databases import engine

__all__ = ["engine"]
