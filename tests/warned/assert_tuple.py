assert (x, "message")
assert ()
assert (x,)
assert (x, y), "message"
assert x, (y, 1)
assert [x]
