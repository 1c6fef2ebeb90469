"""Reading: flow files, in whatever form an admin has them, become documents that are checked."""
