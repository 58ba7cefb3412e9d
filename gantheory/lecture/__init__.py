"""Lecture material from one command: slides, handout, notebook, explorer, figures, two languages."""
