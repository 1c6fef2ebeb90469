"""The bench: what the program takes, each figure beside what a user would have instead.

`python3 dev.py bench` runs it. A figure is taken in turns with its anchor (ours, anchor, ours,
anchor …), compared pair by pair, and told as a median with its spread. What could not be measured
is told as not measured, never as met.
"""
