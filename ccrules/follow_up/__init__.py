"""Follow-up of an action plan: what a client filled in, read back and carried on to the next assessment."""
