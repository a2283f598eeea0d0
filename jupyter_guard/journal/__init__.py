"""The append-only record of what ran, what was sent and what was refused: write it and read it.

A kernel session has one SQLite file, whose rows are chained by their hashes; an anchor file
beside them knows how far each chain reached. No data of a database is ever in it.
"""
