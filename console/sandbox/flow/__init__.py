"""Flows of the Amazon Connect Flow language: the documents that the sandbox lists."""
