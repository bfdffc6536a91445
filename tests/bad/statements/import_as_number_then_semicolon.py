import a as 1; b
