"""The flows of the instance: which there are, in which versions, and which one a reference means."""
