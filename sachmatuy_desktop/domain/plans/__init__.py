"""Plans: who does what by when, in the words of the document that says so.

Pure data; the packs bring it, an office adopts it.
"""
