"""A firm's own method on top of ccrules."""
