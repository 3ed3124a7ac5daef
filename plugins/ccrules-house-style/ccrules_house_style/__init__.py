"""A firm's clothes for the reports of ccrules."""
