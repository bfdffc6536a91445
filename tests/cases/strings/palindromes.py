# Text built and compared character by character.
def normal(text):
    result = ""
    for char in text:
        if char.isalnum():
            result += char.lower()
    return result


def palindrome(text):
    text = normal(text)
    left, right = 0, len(text) - 1
    while left < right:
        if text[left] != text[right]:
            return False
        left += 1
        right -= 1
    return True


for text in ["A man, a plan, a canal: Panama", "Not one", "", "Was it a car?", "No lemon, no melon"]:
    print(repr(text), palindrome(text), normal(text) == normal(text)[::-1])
