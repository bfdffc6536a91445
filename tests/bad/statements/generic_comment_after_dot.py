x = a. # comment
