t'{a}': int = x
