"""A chat, from the click that starts it to its end, and the session of the customer who is in it.

What comes in:  socket -> frames -> items -> reception -> transcript, and arrivals for who waits
What goes out:  session -> outbox, signals, transfers -> voice -> the participant service
What holds it:  in connection, lifeline -> upkeep -> socket; access has the URL and the token, history what
                was missed
"""
