text = ""
for word in ["to", "be", "or", "not"]:
    text = text + word + " "
print(text)

parts = []
for n in range(4):
    parts.append(f"{n}:{n * n:>3}")
line = ", ".join(parts)
print(line)
print(line.upper()[::-1])
