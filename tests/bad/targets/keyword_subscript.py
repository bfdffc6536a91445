f(a[b]=x)
