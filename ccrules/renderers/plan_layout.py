"""How a follow-up lies in the workbook of the action plan: what writer and reader agree on.

The first row of a sheet that can be filled in is hidden and names the columns, each as its kind and
name, such as ``action.due``; so columns may be moved, and rows sorted. A hidden sheet lists what the
workbook was written about, so that rows that were deleted or whose identifier was changed are noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

#: What can be followed, by the name that the key row gives it.
Kind = Literal["action", "finding", "unknown"]
KINDS: tuple[Kind, ...] = ("action", "finding", "unknown")
#: What the client fills in.
OPEN_COLUMNS = ("owner", "due", "status", "comment")
#: The hidden sheet with what the workbook was written about: kind, id, title, standing.
REGISTER = "_plan"
#: What stands in the first cell of the register.
MARK = "ccrules/plan/1"

#: Statuses by the key of their wording.
STATUSES: Mapping[str, str] = {
    "to_do": "to do",
    "in_progress": "in progress",
    "done": "done",
    "dropped": "dropped",
}
