"""The language files: no word stands in a list twice, where correcting one of the two would change nothing."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest


def word_lists(code: str) -> dict[str, list[str]]:
    """Every list of words of a language file, by its place."""
    data = tomllib.loads((files("linter") / "languages" / f"{code}.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {"function_words": data["function_words"].split()}
    for table in ("grammar", "first_names"):  # of words between blanks; a key with brackets is a pattern
        found |= {f"{table}.{key}": value.split() for key, value in data["rewrite"][table].items() if "(" not in value}
    tables = [("", data)]
    for place, table in tables:  # grows
        for key, value in table.items():
            if isinstance(value, dict):
                tables.append((f"{place}{key}.", value))
            elif isinstance(value, list):
                found[f"{place}{key}"] = [str(word) for word in value]
    return found


@pytest.mark.parametrize("code", ["de", "en"])
def test_no_word_stands_in_a_list_twice(code: str) -> None:
    lists = word_lists(code)
    assert len(lists) > 50
    twice = {place: [word for word, number in Counter(words).items() if number > 1] for place, words in lists.items()}
    assert {place: words for place, words in twice.items() if words} == {}
