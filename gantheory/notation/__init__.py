"""How things are written: signs, formulas, words per language, and the fonts that they need."""
