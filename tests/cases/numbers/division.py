# Floor division and modulo follow the sign of the divisor.
for a in (7, -7):
    for b in (2, -2, 3, -3):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
for a in (7.5, -7.5):
    for b in (2, -2.0):
        print(a // b, a % b, divmod(a, b))
print(6 / 3, 1 / 3, 2 / 3, 0 / 5, -0.0, 0 * -1.0)
print(True / 2, True + True, False * 10, True // 1)
for expression in ("int /", "int //", "int %", "float /", "float //", "float %", "divmod", "pow"):
    try:
        if expression == "int /":
            1 / 0
        elif expression == "int //":
            1 // 0
        elif expression == "int %":
            1 % 0
        elif expression == "float /":
            1.0 / 0
        elif expression == "float //":
            1.0 // 0
        elif expression == "float %":
            1.0 % 0
        elif expression == "divmod":
            divmod(1, 0)
        else:
            0 ** -1
    except ZeroDivisionError as error:
        print(expression, "->", error)
