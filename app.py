"""The app: draws the page that is asked for, out of those in `pages/`; Home opens first."""

from pages.ui import menu, visit

visit.begin()
menu.menu().run()
