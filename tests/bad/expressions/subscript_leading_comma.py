a[, b]
