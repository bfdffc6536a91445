# A guessing game played by bisection.
def play(secret, low, high):
    guesses = 0
    while True:
        guess = (low + high) // 2
        guesses += 1
        if guess == secret:
            print(f"found {secret} in {guesses}")
            return guesses
        if guess < secret:
            print(guess, "is too low")
            low = guess + 1
        else:
            print(guess, "is too high")
            high = guess - 1


total = 0
for secret in (1, 37, 50, 100):
    total += play(secret, 1, 100)
print(total)
