"""The doctor's page, and the question before a first chat in production."""
