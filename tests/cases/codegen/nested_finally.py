# try, with and loops inside each other, left in every way.
class Ctx:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        print("exit", self.name)


def search(rows, wanted):
    for i, row in enumerate(rows):
        try:
            with Ctx(f"row{i}"):
                for j, cell in enumerate(row):
                    try:
                        if cell is None:
                            continue
                        if cell == wanted:
                            return i, j
                        if cell < 0:
                            break
                        if cell == 99:
                            raise ValueError(cell)
                    except ValueError as error:
                        print("handled", error)
                        if i > 5:
                            return "error"
                    else:
                        print("fine", cell)
                    finally:
                        print("finally", i, j)
                else:
                    print("row done", i)
        finally:
            print("outer finally", i)
    else:
        print("not found")
    return None


print(search([[1, None, 2], [-1, 7], [99, 5]], 5))
print(search([], 1))


def retry(times):
    while times:
        try:
            try:
                times -= 1
                if times == 2:
                    raise KeyError(times)
                if times == 1:
                    continue
            finally:
                print("inner", times)
        except KeyError:
            print("key")
            continue
        else:
            print("else", times)
        finally:
            print("outer", times)
    return "done"


print(retry(4))


def return_from_with():
    with Ctx("a"), Ctx("b") as b:
        try:
            return b.name
        finally:
            print("leaving", b.name)


print(return_from_with())
