"""A method for IT service desks on top of ccrules."""
