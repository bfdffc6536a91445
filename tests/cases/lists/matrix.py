# Nested lists as matrices.
def multiply(a, b):
    result = []
    for row in a:
        line = []
        for column in range(len(b[0])):
            total = 0
            for k in range(len(b)):
                total += row[k] * b[k][column]
            line.append(total)
        result.append(line)
    return result


def transpose(matrix):
    return [list(row) for row in zip(*matrix)]


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


a = [[1, 2, 3], [4, 5, 6]]
b = transpose(a)
print(b)
c = multiply(a, b)
for row in c:
    print(row)
print(multiply(c, identity(2)) == c)
power = identity(2)
for _ in range(10):
    power = multiply(power, [[1, 1], [1, 0]])
print(power)
