assert = 5
