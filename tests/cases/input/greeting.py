# input() and int().
name = input("Your name? ")
age = int(input("Age? "))
print(f"Hello {name}, next year you are {age + 1}.")
while True:
    text = input("> ")
    if text == "quit":
        break
    try:
        print(int(text) * 2)
    except ValueError:
        print("not a number:", repr(text))
print(repr(input()))
try:
    input("more? ")
except EOFError as error:
    print(repr(error))
