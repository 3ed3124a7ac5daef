"""After an assessment: waivers, the consultant's review, and what changed since the last one."""
