# An uncaught NameError with a suggestion.
counter = 0
print(coutner)
