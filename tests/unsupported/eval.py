# names: eval
eval("1 + 1")
