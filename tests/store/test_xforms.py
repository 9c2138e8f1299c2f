"""A compiled form prepared for one interview: filled in ahead, nobody else listed, and else as it was."""

from __future__ import annotations

import pytest

from tramite.kernel.errors import InputRefused, UnsafeInput
from tramite.store.xforms import FormIdentity, form_identity, prepared

XFORM = b"""<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model><itext><translation lang="it"><text id="units-0"><value>U1 \xc2\xb7 Rossi</value></text>\
<text id="units-1"><value>U2 \xc2\xb7 Bianchi</value></text>\
<text id="modes-0"><value>U2</value></text></translation></itext>
<instance><interview id="f" version="v1"><opening><unit_id/><mode>old</mode></opening></interview></instance>
<instance id="units"><root><item><itextId>units-0</itextId><name>U1</name><x>5</x></item>\
<item><itextId>units-1</itextId><name>U2</name><x>10</x></item></root></instance></model></h:head>
<h:body><select1 ref="/interview/opening/unit_id"/><select1 ref="/interview/opening/mode"/></h:body></h:html>"""


def test_which_form_it_is() -> None:
    assert form_identity(XFORM, file="f.xml") == FormIdentity("f", "v1")


def test_nobody_else_is_left_and_the_rest_stays() -> None:
    made = prepared(XFORM, {"unit_id": "U1", "mode": "phone", "absent": "x"}, file="f.xml").decode()
    assert "<unit_id>U1</unit_id><mode>phone</mode>" in made
    assert ("Rossi" in made, "Bianchi" in made, "<x>10</x>" in made) == (True, False, False)
    assert '<text id="modes-0"><value>U2</value></text>' in made
    assert made.count("<select1") == 2
    assert '<h:html xmlns="http://www.w3.org/2002/xforms"' in made


def test_a_label_takes_the_place_of_the_name_and_what_is_known_is_not_asked() -> None:
    made = prepared(XFORM, {"unit_id": "U1"}, file="f.xml", label="a & b", unasked=("unit_id",)).decode()
    assert "Rossi" not in made
    assert "<value>a &amp; b</value>" in made
    assert 'ref="/interview/opening/unit_id"' not in made
    assert 'ref="/interview/opening/mode"' in made


def test_somebody_drawn_after_the_form_was_made_can_be_interviewed() -> None:
    made = prepared(XFORM, {"unit_id": "U9"}, file="f.xml").decode()
    assert "<unit_id>U9</unit_id>" in made
    assert made.count("<item>") == 1
    assert "<name>U9</name>" in made
    assert "<value>U9</value>" in made
    assert ("Rossi" in made, "Bianchi" in made) == (False, False)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<html/>", InputRefused),
        (b"<a", InputRefused),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', UnsafeInput),
    ],
)
def test_what_is_no_form_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        prepared(content, {}, file="f.xml")
