"""Rule tests: running the cases beside rulesets, what they cover, and what they would not notice.

:mod:`~ccrules.ruleset.cases` reads the cases. Here they are run (:mod:`~ccrules.testing.situations`),
their coverage is told (:mod:`~ccrules.testing.coverage`), and changed rules are tried against them
(:mod:`~ccrules.testing.mutation`).
"""
