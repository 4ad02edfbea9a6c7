"""The officials of the demo: they edit the Word files they were sent, as officials do.

Nothing here knows how Mufakat works inside. What comes out are the bytes of Word files.
"""
