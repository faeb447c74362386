"""The middle pages of a long table, drawn after the pattern of the pages that WeasyPrint laid out."""
