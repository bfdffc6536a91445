for i in x:
    try:
        pass
    finally:
        break
while x:
    try:
        pass
    finally:
        continue
for i in x:
    try:
        pass
    finally:
        for j in i:
            break
        else:
            continue
