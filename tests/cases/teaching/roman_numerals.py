# Tables and loops.
table = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
         (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    text = ""
    for value, letters in table:
        while n >= value:
            text += letters
            n -= value
    return text


def from_roman(text):
    values = {letter: value for value, letter in table if len(letter) == 1}
    total = 0
    for letter, following in zip(text, text[1:] + " "):
        value = values[letter]
        total += -value if values.get(following, 0) > value else value
    return total


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026, 3999):
    print(n, to_roman(n), from_roman(to_roman(n)) == n)
print(all(from_roman(to_roman(n)) == n for n in range(1, 200)))
