"""The app: draws the page that is asked for, out of those in `pages/`; Home opens first."""

from pages.ui import menu

menu.menu().run()
