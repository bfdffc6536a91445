# The collector's own counters.
import gc

print(gc.isenabled(), gc.get_threshold())
gc.disable()
print(gc.isenabled())
gc.collect()
print(gc.get_count()[1:])
before = gc.get_count()[0]
keep = [[] for _ in range(50)]
print(gc.get_count()[0] - before >= 40)
middle = gc.get_count()[0]
keep = None
print(middle - gc.get_count()[0] >= 40)
print(gc.collect(0), gc.get_count()[1:], gc.collect(1), gc.get_count()[1:], gc.collect(2), gc.get_count()[1:])
print([gc.is_tracked(x) for x in ([], {}, (), (1,), ([],), 1, "a", set(), lambda: 0, int, object(), {"a": 1})])


class C:
    pass


print(gc.is_tracked(C()), gc.is_tracked(C))
for bad in (-1, 3):
    try:
        gc.collect(bad)
    except ValueError as error:
        print(error)
gc.set_threshold(5, 2, 2)
print(gc.get_threshold())
gc.enable()
print(gc.isenabled())
