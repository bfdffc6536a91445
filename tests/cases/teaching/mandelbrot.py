# Floats in nested loops.
for row in range(-6, 7):
    line = ""
    for column in range(-24, 10):
        x0, y0 = column / 12, row / 6
        x = y = 0.0
        n = 0
        while x * x + y * y <= 4 and n < 30:
            x, y = x * x - y * y + x0, 2 * x * y + y0
            n += 1
        line += " .:-=+*#%@"[n * 9 // 30]
    print(line.rstrip())
