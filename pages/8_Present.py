"""A model shown to people: on the whole window, or in a game of twenty galaxies against it."""

from pages.ui import present

present.page()
