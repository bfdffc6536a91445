# What the source says, and what repr shows.
print("a\tb\nc\\d")
print(repr("a\tb\nc\\d\r\0\x7f"))
print(repr('single'), repr("it's"), repr('say "hi"'), repr("both ' and \""))
print('\x41\u00e9\u4e2d\U0001f600\u03b1')
print(repr("é中😀\u200b\xa0\xad\ue000"))
print(r"raw \n \t", R'\'', len(r"\\"))
print("adjacent " "strings " 'join')
print("""triple
"quoted" text""")
print("line \
continued")
print(ascii("é中😀"), len("é中😀"))
print('\101\60\7'.encode())
print(b"bytes \x00\xff\n'", b'a' b'b', len(b"abc"))
print([1, "two", 'th"ree', None, 4.0])
