"""Official papers: snapshot → HTML → PDF, in the form of Decree 30/2020.

A paper knows no database: the caller fills a frozen snapshot, and everything printed comes from it, so
that a reprint says the same. Papers are written in Vietnamese whatever the language of the screen, so
their words are not translated. Only rooms above, and the command line, call this one.
"""
