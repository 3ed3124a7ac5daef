"""The report: what an assessment says, arranged for a reader and worded, but in no format yet."""

from ccrules.renderers.report.build import build_report
from ccrules.renderers.report.model import Report

__all__ = ["Report", "build_report"]
