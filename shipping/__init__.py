"""Makes what users install: `python3 dev.py package` runs it in an environment of its own.

It knows `console` and `resources`, and nothing of the program knows it.
"""
