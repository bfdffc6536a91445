[a for b in c if (a := b) for a in d]
