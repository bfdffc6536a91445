# A state machine in dicts and functions.
rooms = {
    "hall": {"north": "library", "east": "kitchen", "items": ["lamp"]},
    "library": {"south": "hall", "items": ["book", "key"]},
    "kitchen": {"west": "hall", "items": []},
}


def play(commands):
    place, bag, moves = "hall", [], 0
    for command in commands.split(";"):
        verb, _, noun = command.strip().partition(" ")
        moves += 1
        if verb == "go":
            if noun in rooms[place]:
                place = rooms[place][noun]
                print(f"{moves}. You are in the {place}. Items: {', '.join(rooms[place]['items']) or 'none'}")
            else:
                print(f"{moves}. No way {noun}.")
        elif verb == "take" and noun in rooms[place]["items"]:
            rooms[place]["items"].remove(noun)
            bag.append(noun)
            print(f"{moves}. Taken: {noun}.")
        elif verb == "drop" and noun in bag:
            bag.remove(noun)
            rooms[place]["items"].append(noun)
            print(f"{moves}. Dropped: {noun}.")
        else:
            print(f"{moves}. Cannot {command.strip()!r}.")
    return place, bag, moves


print(play("take lamp; go north; take key; go up; take sword; go south; go east; drop lamp; look"))
print({name: room["items"] for name, room in rooms.items()})
