name = input("What is your name? ")
print("Hello,", name)
number = int(input("A number: "))
for n in range(1, number + 1):
    print(n, n * n)
