"""The summary as a slide deck: what is on each slide, how it fits, and the deck it goes into."""
