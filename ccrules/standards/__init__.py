"""A method beside standards and grids: which clauses its checks and recommendations answer, and how well."""
