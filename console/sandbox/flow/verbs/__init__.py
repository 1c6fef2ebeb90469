"""Flows without a server: they are checked, run as one chat, and explored along every edge."""
