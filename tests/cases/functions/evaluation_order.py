# Left to right, and what comes first in a call, a dict, an assignment.
def t(name):
    print(name, end=" ")
    return name


def show(*args, **kwargs):
    print("|", args, kwargs)


show(t("a"), t("b"), k=t("c"), *[t("d")], **{t("e"): t("f")})
d = {t("k1"): t("v1"), t("k2"): t("v2")}
print("|", d)
d[t("key")] = t("value")
print("|", d)
(t("x") + t("y")) * len(t("zz"))
print("|")
a, d[t("t1")], b = t("r1"), t("r2"), t("r3")
print("|", a, b)
[t("1"), t("2")][len(t("i")) - 1]
print("|")
t("low") < t("mid") <= t("high")
print("|")
f = lambda x=t("default"): x
print("|", f())
