"""The report as a Word document: its markup, its pieces, and the template it goes into."""
