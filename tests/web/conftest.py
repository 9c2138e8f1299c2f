"""A study in the database, and somebody in each role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.small_case import CODE, write_small_case
from tramite.web.actions import taking_in
from tramite.web.actions.people import set_roles
from tramite.web.actions.studies import import_study
from tramite.web.models import Role, Study, User
from tramite.web.settings import TASKS

PASSWORD = "una-strada-lunga"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def quality_asked(monkeypatch: pytest.MonkeyPatch) -> list[Study]:
    """Return the studies whose quality is to be checked once forms are taken in; the check is another test's."""
    asked: list[Study] = []
    monkeypatch.setattr(taking_in, "ask_to_check", asked.append)
    return asked


@pytest.fixture
def work_waits(settings: Settings) -> None:
    """Have background work wait on its list, as in use, and not be done at once."""
    settings.TASKS = TASKS


@pytest.fixture
def owner(db: None) -> User:
    """Return the owner of the installation."""
    return User.objects.create_user("owner@example.org", PASSWORD, name="Olga", is_owner=True)


@pytest.fixture
def study(owner: User, tmp_path: Path) -> Study:
    """Return the small case as a study."""
    return import_study(CODE, write_small_case(tmp_path / "case"), by=owner)


@pytest.fixture
def somebody(study: Study, owner: User) -> Callable[..., User]:
    """Return a maker of people with roles in the study."""

    def make(*roles: Role) -> User:
        name = "-".join(roles) or "nobody"
        user = User.objects.create_user(f"{name}@study.example.org", PASSWORD, name=name)
        set_roles(study, user, roles, by=owner)
        return user

    return make


@pytest.fixture
def browser_of() -> Callable[[User | None], Client]:
    """Return a maker of clients that are logged in."""

    def make(user: User | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if user is not None:
            client.force_login(user)
        return client

    return make
