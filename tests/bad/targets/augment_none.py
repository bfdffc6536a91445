None += x
