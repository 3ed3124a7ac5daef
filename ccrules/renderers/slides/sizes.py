"""How much slides show of what a report lists; the notes and the report have the rest."""

MOST_FINDINGS, MOST_CAUSES, MOST_IN_CELL, MOST_IN_WAVE = 8, 6, 3, 8
#: Findings whose ids the notes of a slide name.
MOST_IDS = 12
#: Marks of waivers and of the review in a cell, and decisions by hand of one kind on slides.
MOST_MARKS, MOST_REMARKS = 2, 12
