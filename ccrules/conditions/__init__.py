"""The condition language: syntax, types, compiled loops, set-valued evaluation, and traces."""
