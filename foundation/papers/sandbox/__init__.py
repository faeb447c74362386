"""Templates that somebody else wrote: judged before they are kept, filled where nothing else can be done.

Knows no kind of paper. `names` judges the text, `filling` fills it, `markup` judges what came out.
"""
