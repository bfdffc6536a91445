# The old formatting operator.
print("%s is %d years" % ("Ann", 30))
print("%5d|%-5d|%05d|%+d" % (42, 42, 42, 42))
print("%.2f %8.3f %e %g %g" % (3.14159, 2.71828, 12345.678, 0.00001, 1e10))
print("%x %X %o %c %r %%" % (255, 255, 8, "z", "q"))
print("%s" % [1, 2], "%s" % None, "%s and %s" % ("a", (1, 2)))
print("%(name)s has %(n)d" % {"name": "Bob", "n": 2})
for template, value in (("%d", "x"), ("%s %s", ("a",)), ("%s", ("a", "b"))):
    try:
        print(template % value)
    except TypeError as error:
        print("TypeError:", error)
