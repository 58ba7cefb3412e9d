// Texts: the tables of words.py, as they are put together on the page.

/** A text of the page's language with its {values} filled in. */
function words(texts, key, values = {}) {
  return texts[key].replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
}
