a[b = c]
