"""A chat, from the click that starts it: its state, its clocks."""
