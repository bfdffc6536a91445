# names: \N{...}
print("\N{GREEK SMALL LETTER ALPHA}")
