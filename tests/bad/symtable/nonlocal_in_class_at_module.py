class C:
    nonlocal a
