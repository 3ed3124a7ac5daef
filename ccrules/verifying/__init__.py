"""Rendered reports, checked against the assessment they were made from."""
