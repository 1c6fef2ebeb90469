"""The connection of a participant: tokens and sockets, kept alive, renewed, and caught up after a loss."""
