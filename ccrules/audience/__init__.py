"""Forms of one assessment for several audiences: what each may see, as data."""

from ccrules.audience.reading import available_views, find_view, read_view, view_of
from ccrules.audience.views import View

__all__ = ["View", "available_views", "find_view", "read_view", "view_of"]
