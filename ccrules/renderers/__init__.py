"""Assessments as documents: one module per format, each with the same three names.

``FORMAT`` is the format's name, ``EXTENSIONS`` the file extensions it goes by, and
``render(assessment, options)`` returns the whole document as text or bytes. A renderer sees
the assessment and nothing else.
"""
