a = 1or "\d"
b = "\w" if 1else "\e"
