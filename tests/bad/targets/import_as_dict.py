import m as {1: 2}
