"""From logs of interactions to facts.

A file of measures, shipped beside a ruleset, says which fields a log may have, how each measure is
computed and which fact it becomes; a mapping says where the fields are in one firm's files. This
package knows neither telephones nor queues: it reads files, accounts for every row, computes and
writes. DuckDB does the reading and computing, in a process that can open nothing but the files given.
"""

from ccrules.interactions.forms import Measures
from ccrules.interactions.mapping import Mapping, read_mapping
from ccrules.interactions.measures_file import read_measures
from ccrules.interactions.running import Options, Outcome, facts_from_interactions

__all__ = [
    "Mapping",
    "Measures",
    "Options",
    "Outcome",
    "facts_from_interactions",
    "read_mapping",
    "read_measures",
]
