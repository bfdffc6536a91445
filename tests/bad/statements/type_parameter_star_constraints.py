class C[*T: (int, str)]:
    pass
