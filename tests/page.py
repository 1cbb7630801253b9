"""A reader without a screen: opens pages, checks what must hold of every page, fills and sends forms."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Fields = dict[str, str | list[str]]


class Page:
    """One answer of the site, checked as it is opened."""

    def __init__(self, client: FlaskClient, response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.address = response.request.path
        self.html = response.get_data(as_text=True)
        self.soup = BeautifulSoup(self.html, "html.parser")
        if response.mimetype == "text/html":
            check_page(self.soup, self.address)

    @property
    def main(self) -> Tag:
        found = self.soup.find("main")
        assert isinstance(found, Tag), f"{self.address} has no main"
        return found

    @property
    def text(self) -> str:
        """What a person reads in the main part, in one line."""
        return " ".join(self.main.get_text(" ").split())

    @property
    def title(self) -> str:
        return self.soup.title.get_text(strip=True) if self.soup.title else ""

    @property
    def flashes(self) -> str:
        return " ".join(tag.get_text(" ", strip=True) for tag in self.soup.select(".flash"))

    @property
    def errors(self) -> list[str]:
        return [tag.get_text(" ", strip=True) for tag in self.soup.select("#error-summary li")]

    def find(self, selector: str) -> Tag:
        found = self.soup.select_one(selector)
        assert found is not None, f"{self.address} has no {selector}"
        return found

    def find_all(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def follow(self, link_text: str) -> "Page":
        """Click the first link in the page that reads `link_text`."""
        links = [tag for tag in self.soup.find_all("a") if " ".join(tag.get_text(" ").split()) == link_text]
        assert links, f"{self.address} has no link {link_text!r}"
        return open_page(self.client, urljoin(self.address, str(links[0]["href"])))

    def form(self, selector: str | None = None) -> Tag:
        forms = self.soup.select(selector) if selector else self.main.select("form[method=post]")
        assert len(forms) == 1, f"{self.address} has {len(forms)} forms for {selector or 'main'}: name one"
        return forms[0]

    def submit(
        self, button: str | None = None, /, *, form: str | None = None, status: int = 200, **fields: Any
    ) -> "Page":
        """Fill the form (the only one in main, or that of the selector `form`), press `button`, follow to a page.

        Fields that the form does not have are refused, as are choices that it does not offer.
        """
        return self.send(self.filled(button, form=form, **fields), form=form, status=status)

    def filled(self, button: str | None = None, /, *, form: str | None = None, **fields: Any) -> Fields:
        """Give what a browser would send for the form, filled with `fields`."""
        tag = self.form(form)
        data = default_values(tag)
        for name, value in fields.items():
            assert_can_be_given(tag, name, value)
            data[name] = [str(item) for item in value] if isinstance(value, list | tuple) else str(value)
        data.update(button_value(tag, button))
        return data

    def send(self, data: Fields, *, form: str | None = None, status: int = 200) -> "Page":
        """Post `data` to the form's address as it is and follow to a page."""
        tag = self.form(form)
        address = str(tag.get("action") or self.response.request.full_path.rstrip("?"))
        kind = str(tag["enctype"]) if tag.has_attr("enctype") else None
        response = self.client.post(urljoin(self.address, address), data=data, content_type=kind, follow_redirects=True)
        page = Page(self.client, response)
        assert page.status == status, f"{address} answered {page.status}: {page.soup.get_text(' ', strip=True)[:600]}"
        return page


def open_page(client: FlaskClient, address: str, *, status: int = 200) -> Page:
    """Open an address, follow redirects and check the page."""
    page = Page(client, client.get(address, follow_redirects=True))
    assert page.status == status, f"{address} answered {page.status}: {page.soup.get_text(' ', strip=True)[:600]}"
    return page


def check_page(soup: BeautifulSoup, address: str) -> None:
    """Check what must hold of every page of the site."""
    html = soup.find("html")
    assert isinstance(html, Tag) and html.get("lang"), f"{address}: no language"
    assert soup.title and soup.title.get_text(strip=True), f"{address}: no title"
    assert len(soup.find_all("h1")) == 1, f"{address}: {len(soup.find_all('h1'))} h1"
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"{address}: ids twice: {sorted({it for it in ids if ids.count(it) > 1})}"
    for form in soup.select("form[method=post]"):
        assert form.find("input", attrs={"name": "csrf_token"}), f"{address}: a form without token"
    for tag in soup.find_all(True):
        unsafe = [name for name in tag.attrs if name == "style" or re.match(r"on[a-z]+$", name)]
        assert not unsafe, f"{address}: <{tag.name}> has {unsafe}"
        assert tag.name != "style", f"{address}: inline style sheet"
        assert tag.name != "script" or tag.get("src"), f"{address}: inline script"
        for attribute in ("href", "src", "action"):
            target = urlsplit(str(tag.get(attribute, "")))
            assert target.scheme in ("", "http", "https", "mailto", "tel"), f"{address}: {attribute}={tag[attribute]}"


def default_values(form: Tag) -> Fields:
    """Give what a browser sends for an untouched form, buttons aside."""
    data: Fields = {}
    for tag in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(tag["name"]), str(tag.get("type", ""))
        if tag.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                _append(data, name, str(tag.get("value", "on")))
        elif tag.name == "select":
            options = tag.select("option")
            chosen = [it for it in options if it.has_attr("selected")] or options[:1]
            for option in chosen:
                _append(data, name, str(option.get("value", option.get_text())))
        elif tag.name == "textarea":
            _append(data, name, tag.get_text().replace("\r\n", "\n").removeprefix("\n"))
        else:
            _append(data, name, str(tag.get("value", "")))
    return data


def assert_can_be_given(form: Tag, name: str, value: Any) -> None:
    """Fail where a person could not give `value` in this form."""
    tags = form.select(f'[name="{name}"]')
    assert tags, f"the form has no field {name!r}: {sorted({str(t['name']) for t in form.select('[name]')})}"
    offered: set[str] = set()
    for tag in tags:
        if tag.get("type") in ("radio", "checkbox"):
            offered.add(str(tag.get("value", "on")))
        elif tag.name == "select":
            offered |= {str(option.get("value", option.get_text())) for option in tag.select("option")}
    wanted = {str(item) for item in value} if isinstance(value, list | tuple) else {str(value)}
    assert not offered or wanted <= offered, f"{name} offers {sorted(offered)}, not {sorted(wanted - offered)}"


def button_value(form: Tag, button: str | None) -> Fields:
    """Give what pressing the button that reads `button`, or has that value, adds to the form."""
    buttons = form.select("button, input[type=submit]")
    if button is None:
        first = buttons[0] if buttons else None
    else:
        named = [it for it in buttons if button in (it.get("value"), " ".join(it.get_text(" ").split()))]
        assert named, f"no button {button!r}: {[it.get_text(' ', strip=True) for it in buttons]}"
        first = named[0]
    return {str(first["name"]): str(first.get("value", ""))} if first is not None and first.get("name") else {}


def _append(data: Fields, name: str, value: str) -> None:
    known = data.get(name)
    if known is None:
        data[name] = value
    else:
        data[name] = [*known, value] if isinstance(known, list) else [known, value]
