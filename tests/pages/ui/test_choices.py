"""The choice of plug-ins with their parameters."""

from collections.abc import Callable

HEAD = "from galaxy_core import augmentations\nfrom galaxy_core.augmentations import balancing\n"


def test_several_in_the_order_picked_with_everything_written_out(draw: Callable):
    lines = f"{HEAD}found = choices.several('Changes', augmentations, 'x', ('zoom:range=0.3', 'gone', 'flips'))\n"
    seen = draw(f"{lines}st.caption(' '.join(found))")
    assert "zoom:range=0.3 flips:axes=both" in seen.text, "what this version doesn't know is left out"
    assert "symmetries:views=8 zoom:range=0.3" in seen.choose("Changes", ["symmetries", "zoom"]).text
    assert "range" not in seen.choose("Changes", []).text and not seen.app.expander


def test_only_those_that_are_offered(draw: Callable):
    seen = draw(f"{HEAD}choices.several('Changes', augmentations, 'x', ('zoom',), ('zoom', 'noise'))")
    assert sorted(seen.app.multiselect[0].options) == ["Noise", "Zoom"]


def test_one_with_its_sentence_and_parameters(draw: Callable):
    lines = f"{HEAD}st.caption('is ' + choices.one('Policy', balancing, 'x', 'raise_small:images=70'))"
    seen = draw(lines)
    assert "is raise_small:images=70" in seen.text and balancing_sentence("raise_small") in seen.text
    seen.choose("Images", 90)
    assert "is raise_small:images=90" in seen.text
    seen.choose("Policy", "oversample")
    assert "is oversample" in seen.text and balancing_sentence("oversample") in seen.text
    assert "is none" in draw(lines.replace("raise_small:images=70", "gone")).text


def balancing_sentence(name: str) -> str:
    from galaxy_core import plugins
    from galaxy_core.augmentations import balancing

    return plugins.load(balancing, name).SENTENCE
