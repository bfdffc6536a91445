f("\a\d", ["\e", {"\g": "\h"}], lambda: "\i", x="\j")
