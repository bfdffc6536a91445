# The methods programs use most.
text = "  Hello, World  "
print([text.strip(), text.lstrip(), text.rstrip(), "xxabxx".strip("x"), "abcab".strip("ba")])
print("hello".upper(), "HeLLo".lower(), "hello world".title(), "hello".capitalize(), "HeLLo".swapcase())
print("a,b,,c".split(","), "  a  b ".split(), "a,b,c".split(",", 1), "abc".split("b"), "".split(), "".split(","))
print("a,b,c".rsplit(",", 1), "one\ntwo\r\nthree".splitlines(), "k=v=w".partition("="), "k=v=w".rpartition("="))
print(",".join(["a", "b", "c"]), "-".join("xyz"), "".join([]), " ".join(("one",)))
print("banana".replace("an", "AN"), "banana".replace("a", "", 2), "aaa".replace("", "-"))
print("banana".find("an"), "banana".rfind("an"), "banana".find("x"), "banana".index("n"), "banana".count("a"))
print("banana".startswith("ban"), "banana".endswith(("x", "na")), "banana".startswith("an", 1))
print("abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "Ab".isupper(), "ab".islower(), "".isalpha())
print("ab".center(7, "*"), "ab".ljust(5) + "|", "ab".rjust(5), "42".zfill(5), "-42".zfill(5))
print("abc".isidentifier(), "1a".isidentifier(), "prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"))
try:
    "abc".index("z")
except ValueError as error:
    print(error)
try:
    ",".join(["a", 1])
except TypeError as error:
    print(error)
