"""Still pictures drawn from recordings (matplotlib, imported only when a picture is made)."""
