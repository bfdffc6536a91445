# Float arithmetic on locals: the Mandelbrot set.
def escape_time(cx, cy, limit):
    x = y = 0.0
    for i in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return i
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def draw(width, height, limit):
    shades = " .:-=+*#%@"
    lines = []
    total = 0
    for row in range(height):
        line = ""
        for column in range(width):
            time = escape_time(column * 3.0 / width - 2.2, row * 2.4 / height - 1.2, limit)
            total += time
            line += shades[time * 9 // limit]
        lines.append(line)
    return lines, total


lines, total = draw(160, 80, 120)
print("\n".join(lines[::8]))
print(total)
