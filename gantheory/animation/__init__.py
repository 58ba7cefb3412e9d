"""Moving pictures that replay recordings: building blocks for manim, and a writer without it."""
