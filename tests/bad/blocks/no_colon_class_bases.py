class C(A, b=1)
    pass
