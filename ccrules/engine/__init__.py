"""The engine: derived facts, checks, and inference from what they find."""
