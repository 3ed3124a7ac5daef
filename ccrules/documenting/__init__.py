"""The documentation of a method as a site: a page for each check, recommendation, conclusion and entity.

Pages are made of blocks that know no format (:mod:`.blocks`); one writer turns them into HTML, another into
Markdown. What is said is taken from the method and from its rule tests, so it is as true as they are.
"""
