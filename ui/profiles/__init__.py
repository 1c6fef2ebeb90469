"""The user's profiles: listed, added, edited, tried, and what a person is asked while one is opened."""
