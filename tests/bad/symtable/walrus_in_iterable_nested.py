[a for a in [b for b in (c := d)]]
