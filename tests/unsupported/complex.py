# names: complex
print(1 + 2j)
