def f(a):
    return a


print(f(1))
print(f(2)
print(f(3))
