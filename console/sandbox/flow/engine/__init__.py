"""The engine: how the document of a flow is walked, and what each of its actions does."""
