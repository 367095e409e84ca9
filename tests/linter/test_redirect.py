import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.draft import Draft
from linter.errors import ModelError
from linter.redirect import redirect
from linter.redirect_candidates import MAX_CANDIDATES, read
from linter.redirect_features import BUCKETS, features
from linter.redirect_model import RedirectModel, load
from linter.reply import read_reply

WORDS = st.sampled_from(
    "ask frag my meine the die Anna Dr. Bert's von and und sister Kollegin who's wer whoever in May 5 3 , . ? \n ’s - I ß İ".split(" ")
)


def words_of(text: str) -> set[str]:
    return {text[candidate.start : candidate.end] for candidate in read(text).candidates}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Not me. Please ask Petra Klein, she does that now.", "Petra Klein"),
        ("You could also include my colleague Aisha.", "my colleague Aisha"),
        ("Bitte wenden Sie sich an Frau Seidel.", "Frau Seidel"),
        ("Frag doch Hanne, die kennt sich aus.", "Hanne"),
        ("Jasper is a better person for that than me.", "Jasper"),
        ("That sits with Imogen de Vries these days.", "Imogen de Vries"),
        ("You'd have more luck with our head of sales.", "our head of sales"),
        ("Our treasurer handles all of these.", "Our treasurer"),
        ("Darum kümmert sich meine Kollegin Wiebke.", "meine Kollegin Wiebke"),
        ("Solche Anfragen landen alle bei Herrn Dr. Quast.", "Herrn Dr. Quast"),
        ("All of that sailing business, my cousin Bertil knows it inside out.", "my cousin Bertil"),
        ("Mit Förderanträgen hat unsere Geschäftsstelle mehr Erfahrung, die hilft ihm.", "unsere Geschäftsstelle"),
        ("The parish office keeps the list, they can help her.", "The parish office"),
        ("Sorry, I don't do that any more. My sister runs the place now.", "My sister"),
        ("Fragen Sie unseren Hausmeister, der hat die Schlüssel.", "unseren Hausmeister"),
        ("Someone in accounts would know.", "Someone in accounts"),
        ("Da bist du bei Ottilie goldrichtig.", "Ottilie"),
        ("Meine Nachfolgerin heißt Rieke.", "Meine Nachfolgerin"),
        ("Ask Will, he runs the archive.", "Will"),
    ],
)
def test_who_is_pointed_to(text: str, name: str) -> None:
    assert redirect(text) == name
    assert read_reply(Draft(text)).redirect == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I'll ask Dave and let you know.",
        "I'll ask my cousin Bertil, he knows.",
        "My cousin Bertil had a boat.",
        "I'm the one who decides.",
        "Da muss ich erst meine Schwester fragen.",
        "I'd be happy to talk to Ms Duarte.",
        "Does my cousin Bertil know?",
        "January might be better.",
        "My back is better now, so yes.",
        "Zeit ist das Einzige, was ich nicht habe.",
        "Yes, please introduce us.",
        "Ja, gern. Was macht sie denn?",
    ],
)
def test_who_is_not(text: str) -> None:
    assert redirect(text) == ""


def test_a_machine_names_nobody() -> None:
    text = "Bitte wenden Sie sich an Frau Seidel."
    assert redirect(text) == "Frau Seidel"
    assert redirect(f"Automatische Antwort: Ich bin bis Freitag abwesend. {text}") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ask jonas, he knows", "jonas"),
        ("You want Jean at reception.", "Jean at reception"),
        ("Frag doch Tobi und Mats.", "Tobi und Mats"),
        ("That would be Dr. Ifeoma Eze.", "Dr. Ifeoma Eze"),
        ("Try the young lady in the post office.", "the young lady"),
        ("Try Harriet's mum.", "Harriet's mum"),
        ("It's Gita’s area.", "Gita"),
        ("Das macht das Referat 34 in Husum.", "das Referat 34"),
        ("This should go to whoever has the chair now.", "whoever has the chair now"),
        ("Das macht die frühere Kollegin Frau Gries.", "die frühere Kollegin Frau Gries"),
        ("Das weiß mein mitbewohner.", "mein mitbewohner"),
    ],
)
def test_who_is_considered(text: str, name: str) -> None:
    assert name in words_of(text)


def test_times_and_small_words_are_nobody() -> None:
    assert not words_of("Would you? I will, and we will.")
    assert not words_of("Ask me in January.") & {"January", "in January"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.lists(WORDS, max_size=60).map(" ".join))
def test_candidates_are_words_of_the_text(text: str) -> None:
    reading = read(text)
    assert len(reading.candidates) <= MAX_CANDIDATES
    for candidate in reading.candidates:
        begin, end = reading.sentences[candidate.sentence]
        row = reading.words[candidate.sentence]
        assert begin <= candidate.start < candidate.end <= end <= len(text)
        assert (row[candidate.first].start, row[candidate.last].end) == (candidate.start, candidate.end)
    found = features(reading)
    assert len(found) == len(reading.candidates)
    assert all(0 <= bucket < BUCKETS for each in found for bucket in each)
    assert redirect(text) in text


@pytest.mark.parametrize(
    "piece",
    ["my A ", "die Frau aus der ", "Anna und Bert und ", "Der Herr Dr. Von ", "May 5 ", "a's ", "Kollege-", "ich frag ", "x", "ok\n"],
)
def test_a_long_reply_takes_bounded_time(piece: str) -> None:
    begun = time.process_time()
    redirect(piece * (4_000 // len(piece)))
    assert time.process_time() - begun < 2


def test_what_is_not_sure_enough_is_nobody() -> None:
    reading = read("Ask Petra or Bert.")
    weights = np.zeros(BUCKETS, np.float32)
    weights[list(features(reading)[-1])] = 1
    last = reading.candidates[-1]
    assert RedirectModel(weights, 0.0).best(reading) == last
    assert RedirectModel(weights, 1e6).best(reading) is None
    assert RedirectModel(weights, 0.0).best(read("")) is None


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    model = RedirectModel((np.arange(BUCKETS) % 8).astype(np.float32), -1.25)
    model.save(tmp_path / "model.npz")
    found = load(tmp_path / "model.npz")
    assert found.least == model.least
    assert np.array_equal(found.weights, model.weights)
    (tmp_path / "model.npz").write_bytes(b"PK junk")
    with pytest.raises(ModelError, match="reinstall"):
        load(tmp_path / "model.npz")
