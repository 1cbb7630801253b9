"""Pictures, films, sounds and captions of a course."""

import pytest
from werkzeug.test import TestResponse

MEDIA = "/courses/basics/media"
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 8
FILES = {
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "image/png"),
    "film.mp4": (FILM, "video/mp4"),
    "sound.mp3": (b"ID3" + b"\x00" * 20, "audio/mpeg"),
    "film.en.vtt": (b"WEBVTT\n\n00:00.000 --> 00:02.000\nListen first.\n", "text/vtt; charset=utf-8"),
    "form.pdf": (b"%PDF-1.7\n%%EOF\n", "application/pdf"),
}


def get(visitor, address: str, **headers: str) -> TestResponse:
    """Ask for a file and read it to its end, as a browser does."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.client.get(address, headers=named, buffered=True)


@pytest.fixture(autouse=True)
def media(courses) -> None:
    for name, (content, _type) in FILES.items():
        courses.write(f"basics/media/{name}", content)


class TestMedia:
    @pytest.mark.parametrize("name", FILES)
    def test_a_file_is_served_as_what_it_is(self, visitor, name):
        answer = get(visitor, f"{MEDIA}/{name}")

        assert answer.status_code == 200
        assert (answer.data, answer.headers["Content-Type"]) == FILES[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_part_of_a_film_is_sent_where_a_part_is_asked_for(self, visitor):
        answer = get(visitor, f"{MEDIA}/film.mp4", range="bytes=100-199")

        assert answer.status_code == 206
        assert answer.data == FILM[100:200]
        assert answer.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"

    def test_a_part_beyond_its_end_is_refused(self, visitor):
        answer = get(visitor, f"{MEDIA}/film.mp4", range="bytes=999999-")

        assert answer.status_code == 416

    def test_what_the_browser_has_is_not_sent_again(self, visitor):
        first = get(visitor, f"{MEDIA}/picture.png")

        again = get(visitor, f"{MEDIA}/picture.png", if_none_match=first.headers["ETag"])

        assert again.status_code == 304

    @pytest.mark.parametrize(
        "name",
        [
            "missing.png", "PICTURE.PNG", "", "..%2Fcourse.yaml", "../course.yaml", "..%2F..%2Fsources.yaml",
            "%2Fetc%2Fpasswd", "picture.png/", "..%5Ccourse.yaml", "picture.png%00.html", ".%2Fpicture.png",
        ],
    )  # fmt: skip
    def test_nothing_else_is_served(self, visitor, name):
        assert get(visitor, f"{MEDIA}/{name}").status_code in (400, 404)

    def test_the_file_of_one_course_is_not_in_another(self, visitor, courses):
        courses.copy("other", title="Other")
        courses.remove("other/media/picture.png")

        assert get(visitor, "/courses/other/media/picture.png").status_code == 404
        assert get(visitor, "/courses/other/media/form.pdf").status_code == 200

    def test_a_file_that_is_taken_away_while_it_is_served_is_not_found(self, visitor, courses):
        (courses.folder / "basics/media/form.pdf").unlink()

        assert get(visitor, f"{MEDIA}/form.pdf").status_code == 404


class TestAccess:
    def test_files_of_a_course_for_learners_ask_to_sign_in(self, visitor, courses):
        courses.settings("access: learners")

        assert "/login" in get(visitor, f"{MEDIA}/film.mp4").headers["Location"]

    def test_files_of_a_course_for_practitioners_are_not_there_for_others(self, sign_in, learner, courses):
        courses.settings("access: practitioners")

        assert get(sign_in(learner), f"{MEDIA}/film.mp4").status_code == 404

    def test_what_a_signed_in_reader_gets_is_not_kept_on_a_shared_computer(self, sign_in, learner):
        answer = get(sign_in(learner), f"{MEDIA}/film.mp4")

        assert answer.headers["Cache-Control"] == "no-store"


class TestInALesson:
    def test_a_film_has_its_captions_and_controls(self, visitor, courses):
        courses.write(
            "basics/02-next/01-third.en.md",
            "---\ntitle: A film\n---\n"
            '<video src="media/film.mp4"><track kind="captions" src="media/film.en.vtt" srclang="en" label="English">'
            "</video>\n\n![A signed receipt](media/picture.png)\n\n## Step {#step}\n\nMore.\n",
        )

        page = visitor.page("/courses/basics/next/third")

        film, captions, picture = page.find("video"), page.find("video track"), page.find("article img")
        assert (film["src"], film.has_attr("controls"), film["preload"]) == (f"{MEDIA}/film.mp4", True, "metadata")
        assert (captions["src"], captions["srclang"]) == (f"{MEDIA}/film.en.vtt", "en")
        assert (picture["src"], picture["alt"]) == (f"{MEDIA}/picture.png", "A signed receipt")
