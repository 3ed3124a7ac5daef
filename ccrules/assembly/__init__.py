"""Puts what the stages found into one assessment, in the language of the report."""
