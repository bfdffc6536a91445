x is 1
x is not 1
1 is x
x is "a"
x is not b"a"
x is 1.5
x is 1j
x is ()
x is (1, 2)
x is (1, (2, "a"))
x is (1, y)
x is -1
x is None
x is True
x is ...
x is not None is 3
x is y is 1
x is 1 is 2
x == 1 is y
if x is 1: pass
while x is 2 and y is 3: break
[1 is a for a in [2 is 3]]
