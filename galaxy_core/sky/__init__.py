"""The sky: from a name or a position that somebody types to a picture of the galaxy there."""
