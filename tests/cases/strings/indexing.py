# Indexing and slicing text.
text = "ouroscope"
print(text[0], text[-1], text[3:6], text[:3], text[6:], text[:], text[::2], text[::-1], text[-5:-2])
print(text[100:], text[5:2] == "", text[2:100], text[-100:3], text[7:1:-2])
for index in (9, -10):
    try:
        text[index]
    except IndexError as error:
        print(index, error)
try:
    text[0] = "O"
except TypeError as error:
    print(error)
try:
    text["a"]
except TypeError as error:
    print(error)
print("scope" in text, "x" not in text, "" in text, len(text), max(text), min(text))
print(list("abc"), tuple("abc"), sorted("banana"), list(enumerate("ab", 1)))
print("a" < "b", "Z" < "a", "abc" < "abd", "ab" < "abc", "" < "a", "a" == 'a')
print("ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "a" + "b")
print(ord("a"), chr(97), chr(8364), ord("€"))
