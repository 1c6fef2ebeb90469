"""The form that writes a request, and what stands beside it."""
