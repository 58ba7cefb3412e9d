"""Recorded runs to look at: a page with a scrubber, a film, a terminal, a gallery of failures.

* `packing`, `clock` and `views` turn recordings into the numbers that a page shows;
* `page` puts them with page.html, page.css and the scripts into one file that needs no network;
* `film` draws the same pictures as MP4;
* `watch` shows a sweep in a terminal while it trains;
* `gallery` names failures by their seeds, each with a remedy that cures the same seed.
"""
