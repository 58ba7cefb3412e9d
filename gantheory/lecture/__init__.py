"""Lecture material from one command: slides, handout, notebook, explorer and figures, en and ko."""
