"""How much slides show of what a report lists; the notes and the report have the rest."""

MOST_FINDINGS, MOST_CAUSES, MOST_IN_CELL, MOST_IN_WAVE = 8, 6, 3, 8
#: Findings whose ids the notes of a slide name.
MOST_IDS = 12
