for a in b:
    try:
        pass
    except* A:
        continue
