# staticmethod and classmethod.
class Date:
    made = 0

    def __init__(self, year, month, day):
        self.year, self.month, self.day = year, month, day
        type(self).made += 1

    @classmethod
    def parse(cls, text):
        print("parsing for", cls.__name__)
        return cls(*[int(part) for part in text.split("-")])

    @staticmethod
    def leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

    def __str__(self):
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


class Birthday(Date):
    pass


date = Date.parse("2024-02-29")
print(date, Date.leap(date.year), date.leap(1900), Date.leap(2000))
birthday = Birthday.parse("1990-7-1")
print(birthday, type(birthday).__name__, Date.made, Birthday.made)
print(date.parse("1-2-3"), Date.parse.__self__ is Date)
