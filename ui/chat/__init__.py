"""A chat in the centre of the window."""
