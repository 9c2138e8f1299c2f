"""Projects and codebooks of other programs, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.refi.conftest import Packer, answers_of
from tramite.kernel.errors import InputRefused, TramiteError, UnsafeInput
from tramite.store.refi.incoming import codings_of, join_codes
from tramite.store.refi.reading import read_codes, read_project
from tramite.voices.coding.book import Codebook, starter_codebook

TEXT = "Gli ordini sono lenti 😀.\r\nIl margine è basso."
# As programs write it: braces and capitals in GUIDs, a folder «Sources», a byte order mark, selections that are
# only notes, elements that this one does not know, a whole text that is coded, a picture.
FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Altro" origin="NVivo 14" basePath="">
  <Users><User guid="{8CA3A2C1-8B7A-41C3-A9DD-A8FB46CAA645}" name="Bruno" id="BR"/></Users>
  <CodeBook><Codes>
    <Code guid="3C51EFBB-071F-43A7-9F32-228B89668E8D" name="E-ORD  Ordini e preventivi" isCodable="true"/>
    <Code guid="aaaaaaaa-071f-43a7-9f32-228b89668e8d" name="Umore" isCodable="true" color="#FF0000">
      <Description>Il tono</Description>
      <Code guid="bbbbbbbb-071f-43a7-9f32-228b89668e8d" name="Stanco!" isCodable="true" color="rosso"/>
    </Code>
  </Codes></CodeBook>
  <Sources>
    <TextSource guid="11111111-1111-1111-1111-111111111111" name="I-1 pz01.txt" plainTextPath="internal://Testo.txt"
        richTextPath="internal://testo.docx" creatingUser="{8CA3A2C1-8B7A-41C3-A9DD-A8FB46CAA645}">
      <Description/>
      <PlainTextSelection guid="22222222-2222-2222-2222-222222222222" name="Gli ordini" startPosition="0"
          endPosition="10" creatingUser="8CA3A2C1-8B7A-41C3-A9DD-A8FB46CAA645">
        <Coding guid="33333333-3333-3333-3333-333333333333">
          <CodeRef targetGUID="{3c51efbb-071f-43a7-9f32-228b89668e8d}"/>
        </Coding>
        <Coding guid="44444444-3333-3333-3333-333333333333" creatingUser="{8CA3A2C1-8B7A-41C3-A9DD-A8FB46CAA645}">
          <CodeRef targetGUID="BBBBBBBB-071F-43A7-9F32-228B89668E8D"/>
        </Coding>
      </PlainTextSelection>
      <PlainTextSelection guid="55555555-2222-2222-2222-222222222222" startPosition="1" endPosition="2">
        <Description>una nota</Description>
      </PlainTextSelection>
      <Coding guid="66666666-3333-3333-3333-333333333333" creatingUser="{8CA3A2C1-8B7A-41C3-A9DD-A8FB46CAA645}">
        <CodeRef targetGUID="aaaaaaaa-071f-43a7-9f32-228b89668e8d"/>
      </Coding>
    </TextSource>
    <TextSource guid="77777777-1111-1111-1111-111111111111" name="Diario"><PlainTextContent>Mio</PlainTextContent></TextSource>
    <PictureSource guid="88888888-1111-1111-1111-111111111111" name="foto" path="internal://foto.png"/>
  </Sources>
  <Sets><Set guid="99999999-1111-1111-1111-111111111111" name="x"/></Sets>
</Project>"""  # noqa: E501


def project(sources: str, users: str = '<Users><User guid="u" name="Bruno"/></Users>', head: str = "") -> str:
    return (
        f'{head}<Project xmlns="urn:QDA-XML:project:1.0" name="p">{users}<CodeBook><Codes>'
        '<Code guid="c" name="E-ORD" isCodable="true"/></Codes></CodeBook>'
        f"<Sources>{sources}</Sources></Project>"
    )


def source(selection: str, text: str = TEXT) -> str:
    return (
        f'<TextSource guid="t" name="i-1 PZ01"><PlainTextContent>{text}</PlainTextContent>{selection}</TextSource>'
    )


def coded(start: object, end: object, code: str = "c", user: str = "u") -> str:
    return (
        f'<PlainTextSelection guid="s" startPosition="{start}" endPosition="{end}"><Coding guid="k" '
        f'creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def told(error: pytest.ExceptionInfo[InputRefused]) -> list[str]:
    return [fault.kind for fault in error.value.faults]


def test_a_project_of_another_program_is_read(pack: Packer) -> None:
    path = pack({"project.qde": FOREIGN, "Sources/testo.txt": b"\xef\xbb\xbf" + TEXT.encode()})
    read = read_project(path)
    joined = join_codes(read.codes, starter_codebook())
    assert joined.added == ("Umore", "Stanco")
    tired = joined.book.code("Stanco")
    assert (tired.parent, tired.label_it, tired.colour) == ("Umore", "Stanco!", "")
    assert joined.book.code("Umore").about == "Il tono"
    found = codings_of(read, answers=answers_of(TEXT), ids=joined.ids, file="f")
    assert found.codings.select("interview_id", "item_id", "start", "end", "code", "coder").rows() == [
        ("i-1", "PZ01", 0, len(TEXT), "Umore", "Bruno"),
        ("i-1", "PZ01", 0, 10, "E-ORD", "Bruno"),
        ("i-1", "PZ01", 0, 10, "Stanco", "Bruno"),
    ]
    assert found.coders == ("Bruno",)
    assert found.left == 2


def test_an_answer_is_known_by_its_words_if_nothing_else(pack: Packer) -> None:
    renamed = source(coded(0, 3)).replace("i-1 PZ01", "doc 7")
    read = read_project(pack({"project.qde": project(renamed)}))
    ours = TEXT.replace("\r\n", "\n")
    found = codings_of(read, answers=answers_of("x", ours), ids={"c": "E-ORD"}, file="f")
    assert found.answers == (("i-2", "PZ01"),)
    with pytest.raises(InputRefused) as error:
        codings_of(read, answers=answers_of(ours, ours), ids={"c": "E-ORD"}, file="f")
    assert told(error) == ["refi_no_answers"]


def test_an_unknown_user_becomes_the_coder_who_is_named(pack: Packer) -> None:
    read = read_project(pack({"project.qde": project(source(coded(0, 3)))}))
    known = codings_of(read, answers=answers_of(TEXT), ids={"c": "E-ORD"}, file="f", coder="Zoe", known=["Bruno"])
    fresh = codings_of(read, answers=answers_of(TEXT), ids={"c": "E-ORD"}, file="f", coder="Zoe")
    assert (known.coders, fresh.coders) == (("Bruno",), ("Zoe",))


def test_all_that_is_wrong_with_codings_is_told_at_once(pack: Packer) -> None:
    sources = source(coded(0, 9999) + coded(3, 3) + coded(0, 3, code="no") + coded(0, 3, user="nobody"))
    sources += source("", "other words").replace("i-1", "i-2").replace('"t"', '"t2"')
    read = read_project(pack({"project.qde": project(sources)}))
    with pytest.raises(InputRefused) as error:
        codings_of(read, answers=answers_of(TEXT, "due"), ids={"c": "E-ORD"}, file="f")
    assert told(error) == ["refi_position", "refi_position", "refi_no_code", "refi_no_coder", "refi_text_changed"]


def test_faults_of_the_file_are_told_at_once(pack: Packer) -> None:
    path_of = '<TextSource guid="{0}" name="{0}" plainTextPath="{1}"/>'.format
    sources = path_of("a", "internal://missing.txt") + path_of("b", "internal://../../etc/passwd")
    sources += (
        path_of("c", "absolute:///etc/passwd") + path_of("d", "internal://latin.txt") + source(coded("x", -1))
    )
    with pytest.raises(InputRefused) as error:
        read_project(pack({"project.qde": project(sources), "sources/latin.txt": "è".encode("latin-1")}))
    assert told(error) == ["refi_no_text", "refi_no_text", "refi_no_text", "wrong_encoding", "refi_position"]


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"readme.txt": "x"}, "refi_no_project"),
        ({"project.qde": "<CodeBook/>"}, "refi_not_project"),
        ({"project.qde": "<Project"}, "xml_syntax"),
        ({"project.qde": '<?xml version="1.0" encoding="nope"?><Project/>'}, "xml_syntax"),
    ],
)
def test_what_is_no_project_is_refused(pack: Packer, parts: dict[str, str | bytes], kind: str) -> None:
    with pytest.raises(InputRefused) as error:
        read_project(pack(parts))
    assert told(error) == [kind]


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"project.qde": project("", head='<!DOCTYPE a [<!ENTITY b "c">]>')}, "xml_unsafe"),
        ({"project.qde": project("", head='<!DOCTYPE a SYSTEM "file:///etc/passwd">')}, "xml_unsafe"),
        ({"project.qde": b" " * (70 << 20)}, "packed_too_tightly"),
    ],
)
def test_what_may_do_harm_is_not_read(pack: Packer, parts: dict[str, str | bytes], kind: str) -> None:
    with pytest.raises(UnsafeInput) as error:
        read_project(pack(parts))
    assert told(error) == [kind]


def test_a_part_too_large_is_not_unpacked(pack: Packer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tramite.store.refi.reading.MAX_PART", 1000)
    sources = '<TextSource guid="a" name="a" plainTextPath="internal://a.txt"/>'
    with pytest.raises(UnsafeInput) as error:
        read_project(pack({"project.qde": project(sources), "sources/a.txt": "x" * 1001}))
    assert told(error) == ["file_too_large"]


def test_a_file_that_is_no_archive_or_has_another_ending_is_refused(tmp_path: Path) -> None:
    damaged, other = tmp_path / "a.qdpx", tmp_path / "a.zip"
    for path in (damaged, other):
        path.write_bytes(b"not a zip")
    with pytest.raises(InputRefused) as error:
        read_project(damaged)
    assert told(error) == ["damaged_file"]
    with pytest.raises(InputRefused) as error:
        read_project(other)
    assert told(error) == ["unknown_format"]
    with pytest.raises(TramiteError, match="cannot be read"):
        read_project(tmp_path / "none.qdpx")


def test_codes_of_a_codebook_file_are_read(tmp_path: Path) -> None:
    # As Taguette writes it.
    path = tmp_path / "codebook.qdc"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4">'
        '<Codes><Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="interesting" isCodable="true"/>'
        '<Code guid="725F0645-9CD3-598A-8D2B-EC3D39AB3C3F" name="interesting.places" isCodable="true"/></Codes>'
        "<Sets/></CodeBook>",
        encoding="utf-8",
    )
    joined = join_codes(read_codes(path), Codebook(()))
    assert joined.added == ("interesting", "interesting-places")
    path.write_text("<Project/>", encoding="utf-8")
    with pytest.raises(InputRefused) as error:
        read_codes(path)
    assert told(error) == ["refi_not_codebook"]


def test_codes_of_one_name_under_two_codes_stay_two(tmp_path: Path) -> None:
    path = tmp_path / "codebook.qdc"
    other = '<Code guid="{0}" name="{1}" isCodable="true">{2}</Code>'.format
    codes = other("1", "Prezzi", other("2", "Altro", "")) + other("3", "Merce", other("4", "Altro", ""))
    path.write_text(f"<CodeBook><Codes>{codes}</Codes></CodeBook>", encoding="utf-8")
    first = join_codes(read_codes(path), Codebook(()))
    assert first.added == ("Prezzi", "Altro", "Merce", "Altro-2")
    again = join_codes(read_codes(path), first.book)
    assert (again.added, again.ids) == ((), first.ids)


def test_codes_nested_without_end_are_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.qdc"
    opened = "".join(f'<Code guid="{number}" name="n{number}">' for number in range(5000))
    path.write_text(f"<CodeBook><Codes>{opened}{'</Code>' * 5000}</Codes></CodeBook>", encoding="utf-8")
    assert len(read_codes(path)) == 5000


def test_a_position_of_a_million_digits_is_no_position(pack: Packer) -> None:
    with pytest.raises(InputRefused) as error:
        read_project(pack({"project.qde": project(source(coded("9" * 5000, 5)))}))
    assert told(error) == ["refi_position"]
