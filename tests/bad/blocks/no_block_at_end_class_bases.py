class C(A, b=1):
