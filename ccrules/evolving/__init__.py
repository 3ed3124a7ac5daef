"""How a method changes from one version to the next, and what that does to past assessments."""
