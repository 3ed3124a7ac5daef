"""Rulesets: a firm's method as data, loaded, checked, extended and tested."""
