"""Presenter mode: large, masked and undisturbed, for a class that looks at a projector."""
