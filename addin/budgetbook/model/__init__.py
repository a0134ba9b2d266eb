"""The nouns of the program. Plain data; imports nothing of the floors above."""
