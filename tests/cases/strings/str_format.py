# str.format.
print("{} {}".format("a", 1))
print("{1} {0} {1}".format("a", "b"))
print("{name}: {value:>6.2f}".format(name="pi", value=3.14159))
print("{0[1]} {0!r} {{literal}}".format(["x", "y"]))
print("{:*^9}|{:<4}|{:>4}|{:,}".format("mid", 1, 2, 1234567))
print("{:b} {:o} {:x} {:#x} {:e} {:%}".format(10, 10, 255, 255, 1500.0, 0.25))
for template in ("{} {}", "{x}", "{"):
    try:
        print(template.format("a"))
    except (IndexError, KeyError, ValueError) as error:
        print(type(error).__name__, error)
