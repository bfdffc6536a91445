# names: compile
compile("1", "f", "eval")
