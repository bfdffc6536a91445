def parse(text):
    try:
        return int(text)
    except ValueError as error:
        print("not a number:", error)
        return None
    finally:
        print("tried", text)

values = [parse(text) for text in ["12", "x", "-3"]]
print(values)

try:
    try:
        {}["missing"]
    except KeyError as error:
        raise RuntimeError("wrapped") from error
except RuntimeError as error:
    print(error, "because of", repr(error.__cause__))

print(10 // len([]))
