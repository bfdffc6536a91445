# Strings: building, splitting, joining, searching, formatting.
def reverse_words(text):
    return " ".join([word[::-1] for word in text.split(" ")])


def caesar(text, shift):
    shifted = []
    for char in text:
        if "a" <= char <= "z":
            shifted.append(chr((ord(char) - 97 + shift) % 26 + 97))
        else:
            shifted.append(char)
    return "".join(shifted)


def is_palindrome(text):
    left, right = 0, len(text) - 1
    while left < right:
        if text[left] != text[right]:
            return False
        left += 1
        right -= 1
    return True


def table(rows):
    lines = []
    for i in range(rows):
        lines.append(f"{i}: {i * i} {i / 7:.3f} {'even' if i % 2 == 0 else 'odd'}")
    return "\n".join(lines)


text = "the quick brown fox jumps over the lazy dog " * 200
for _ in range(20):
    text = reverse_words(text)
print(len(text), text[:20])
for shift in range(20):
    text = caesar(text, shift)
print(text[:20])
print(len([n for n in range(60000) if is_palindrome(str(n))]))
lines = table(20000)
print(len(lines), lines.count("even"), lines.find("19999"), lines[-30:])
print(len(text.upper().replace("A", "<a>")), text.startswith("x"))
built = ""
for i in range(50000):
    built += str(i % 10)
print(len(built), built[-5:])
