"""Catalogues: what a model says of any number of pictures, as Parquet parts of which each is whole or not there.

`sources` say what pictures there are, `plan` into which parts they are divided and by what they are made, `asking` what
the model says of them, `parts` writes one, `making` all that are missing, on all cores, and `merging` makes one file
of them. Whoever makes the same again makes only what is missing; a killed process leaves no half of anything.
"""
