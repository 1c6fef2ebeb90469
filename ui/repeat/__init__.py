"""What is seen of a repetition: its progress in the chat, and both transcripts beside each other."""
