# A statement over several lines.
values = {
    "one": 1,
    "two": 2,
}
total = (
    values["one"]
    + values["two"]
    + values["three"]
    + 4
)
