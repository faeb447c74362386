"""Measurements, each a table of ratios against a yardstick measured in the same run (docs/performance.md)."""
