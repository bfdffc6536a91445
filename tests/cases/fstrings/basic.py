# Expressions inside f-strings.
name = "Ann"
n = 3
print(f"hello {name}, {n + 1} times {name!r} {name!s} {'é'!a}")
print(f"{n}{n}" f"{n!r} end", f"", f"{{}} {{{n}}}")
print(f"{name:>6}|{name:<6}|{name:^7}|{name:*^9}|{name:.2}")
print(f"{n:03d} {n:+} {-n:5} {1234567:,} {255:x} {255:#b} {1e6:e} {0.256:.1%}")
print(f"{3.14159:.2f} {2.5:8.3f}| {1/3:.3} {10:.1f} {100000000.0:g}")
print(f"{n=} {n + 1 = } {name=!s} {n=:>4}")
width = 8
print(f"{name:{width}}|{n:>{width - 2}.{2}f}|")
print(f"{'nested ' + f'{n * 2}'} {[i for i in range(3)]} {({'a': 1})['a'] if n else 0}")
print(f"{'a' if n > 2 else 'b'} {(lambda x: x * 2)(4)} {name[0]}{name[-1]}")
print(f"""triple {
    n
    + 1
} done""")
print(rf"\d{n}", f"\t{n}\x41")
print(f'{name!r:>8}', f"{True:5}", f"{None}")
