class C:
    [a := b for b in c]
