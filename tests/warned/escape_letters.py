a = "\d"
b = '\w \s'
c = """first
second \q
third \p
"""
d = "\  \;"
e = "ok \n \t \\ \x41 \u0041 \U00000041 \N{BULLET} \101 \' \""
