x = a - not b
