"""Collecting facts: which questions there are, and the documents that ask them."""
