"""Drawings of a report as SVG, for every format: pure functions from the report to the drawing's text.

A drawing needs nothing else: its colours stand in it, with classes beside them that a page's style
may override. It says in words what it shows; the page has the figures in a table beside it.
"""

from ccrules.renderers.charts.causes import cause_graph
from ccrules.renderers.charts.diagram import diagram
from ccrules.renderers.charts.matrix import priority_matrix
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.roadmap import roadmap
from ccrules.renderers.charts.topics import topics_chart

__all__ = ["LIGHT", "Palette", "cause_graph", "diagram", "priority_matrix", "roadmap", "topics_chart"]
