"""The pane of the history: past contacts, found, opened, exported, started again and deleted."""
