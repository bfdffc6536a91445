# A cipher with ord and chr.
def shift(text, key):
    out = []
    for char in text:
        if "a" <= char <= "z":
            out.append(chr((ord(char) - ord("a") + key) % 26 + ord("a")))
        elif "A" <= char <= "Z":
            out.append(chr((ord(char) - ord("A") + key) % 26 + ord("A")))
        else:
            out.append(char)
    return "".join(out)


secret = shift("Hello, World!", 3)
print(secret)
print(shift(secret, -3))
for key in range(0, 26, 5):
    print(key, shift("attack at dawn", key))
