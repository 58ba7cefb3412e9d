"""The notebook of the lecture: the recorded run recomputed by the reader, executed."""
