"""One change of a contact, followed to every name that it reaches."""
