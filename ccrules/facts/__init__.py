"""Facts: the vocabulary they are written in, their values and states, and the fact base."""
