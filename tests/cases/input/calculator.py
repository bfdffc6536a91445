# A small expression parser reading its lines from input.
def tokens(text):
    number = ""
    for char in text:
        if char.isdigit() or char == ".":
            number += char
        else:
            if number:
                yield float(number)
                number = ""
            if char != " ":
                yield char
    if number:
        yield float(number)
    yield "end"


class Parser:
    def __init__(self, text):
        self.source = tokens(text)
        self.advance()

    def advance(self):
        self.token = next(self.source)

    def expression(self):
        value = self.term()
        while self.token in ("+", "-"):
            sign = self.token
            self.advance()
            value = value + self.term() if sign == "+" else value - self.term()
        return value

    def term(self):
        value = self.factor()
        while self.token in ("*", "/"):
            sign = self.token
            self.advance()
            value = value * self.factor() if sign == "*" else value / self.factor()
        return value

    def factor(self):
        token = self.token
        if token == "end":
            raise SyntaxError("unexpected end")
        self.advance()
        if token == "(":
            value = self.expression()
            if self.token != ")":
                raise SyntaxError("missing )")
            self.advance()
            return value
        if token == "-":
            return -self.factor()
        if isinstance(token, float):
            return token
        raise SyntaxError(f"unexpected {token}")


try:
    while True:
        line = input()
        try:
            print(line, "=", Parser(line).expression())
        except (SyntaxError, ZeroDivisionError) as error:
            print(line, "->", error)
except EOFError:
    print("bye")
