"""`describe RUN`"""


def test_a_title_and_a_note(cli, names):
    run = names["majority"]
    answer = cli.inside("describe", run, "--title", " My\x1b[31m [red]run ", "--note", "two\nlines", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == {"run": run, "title": "My[31m [red]run", "note": "two\nlines"}
    listed = next(one for one in cli.inside("runs", "--json").json if one["run"] == run)
    assert (listed["title"], listed["note"]) == ("My[31m [red]run", "two\nlines")
    assert "note: lines" in cli.inside("show", run).out
    cleared = cli.inside("describe", run, "--title", "", "--json")
    assert cleared.json == {"run": run, "title": "Majority baseline", "note": "two\nlines"}
    assert cli.inside("describe", run, "--note", "").out == f"{run} is called Majority baseline.\n"


def test_what_is_wrong_is_a_sentence(trained):
    answer = trained.inside("describe", "latest", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.sentence == "Nothing to write down is given: add --title TITLE or --note TEXT."
    answer = trained.inside("describe", "latest", "--title", "x" * 81, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "The title has 81 characters: write at most 80." in answer.sentence
    assert trained.inside("describe", "nix", "--title", "x").code == 1
