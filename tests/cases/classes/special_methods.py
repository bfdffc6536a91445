# __str__, __repr__, __len__, __bool__, __getitem__, __contains__, __call__ ...
class Playlist:
    def __init__(self, *songs):
        print("init", songs)
        self.songs = list(songs)

    def __repr__(self):
        return f"Playlist({', '.join(map(repr, self.songs))})"

    def __str__(self):
        return " / ".join(self.songs)

    def __len__(self):
        return len(self.songs)

    def __getitem__(self, index):
        return self.songs[index]

    def __setitem__(self, index, song):
        self.songs[index] = song

    def __delitem__(self, index):
        del self.songs[index]

    def __contains__(self, song):
        print("contains", song)
        return song in self.songs

    def __call__(self, prefix):
        return [prefix + s for s in self.songs]

    def __iter__(self):
        return iter(self.songs)

    def __reversed__(self):
        return ["reversed"]


p = Playlist("a", "b", "c")
print(p)
print(repr(p), str(p), [p], {"k": p}, (p,))
print(len(p), p[0], p[-1], p[1:], "b" in p, "z" in p, p("#"), bool(p), bool(Playlist()))
p[0] = "A"
del p[1]
print(list(p), reversed(p), sorted(p), "%s|%r" % (p, p), f"{p}|{p!r}")


class Bool:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool")
        return self.value


if Bool(True) and not Bool(False):
    print("both")
print(Bool(False) or "or")
while Bool(False):
    pass


class Bad:
    def __len__(self):
        return -1

    def __bool__(self):
        return 2

    def __str__(self):
        return 3

    def __repr__(self):
        return None

    def __hash__(self):
        return "x"


for call in (len, bool, str, repr, hash):
    try:
        call(Bad())
    except (TypeError, ValueError) as error:
        print(call.__name__, error)
