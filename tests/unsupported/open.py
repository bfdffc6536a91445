# names: open
open("file.txt")
