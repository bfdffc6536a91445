# A global hides a builtin until it is deleted.
print(len([1, 2]))
len = lambda x: "my len"
print(len([1, 2]))
del len
print(len([1, 2]))


def shadow():
    print = [].append
    print("not shown")
    return max


max = "a text"
print(shadow())
del max
print(shadow()(1, 2))
list = [1, 2]
try:
    list("ab")
except TypeError as error:
    print(error)
del list
print(list("ab"))
