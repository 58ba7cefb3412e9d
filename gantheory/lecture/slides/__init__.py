"""The lecture's slides: one deck as data, written as an HTML file, for PowerPoint, and as a PDF."""
