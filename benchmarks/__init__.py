"""Benchmarks: one generated job put to several engines, and the cold start; see README.md."""
