"""Forms of the field desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tramite.kernel.tables import QUALITY_VERDICTS
from tramite.kernel.wording import LANGUAGES
from tramite.voices.sampling.mode import LADDER
from tramite.web.models import Consent, Contact, User
from tramite.web.models.words import worded

_CLOSED = ("refused", "not_reached", "not_eligible")
WAYS = ("telephone", "e-mail", "visit", "letter")


class DecisionForm(forms.Form):
    """What a person decides of a flag, and why."""

    decision = forms.ChoiceField(choices=[("", "—"), *worded(QUALITY_VERDICTS)], label=gettext_lazy("Decision"))
    reason = forms.CharField(max_length=1000, label=gettext_lazy("Reason"))


class OutcomeForm(forms.Form):
    """Why somebody cannot be interviewed."""

    outcome = forms.ChoiceField(choices=worded((*_CLOSED, "pending")), label=gettext_lazy("Outcome"))
    reason = forms.CharField(required=False, max_length=1000, label=gettext_lazy("Reason"))
    replace = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Take the next of the reserve in their place")
    )

    def clean(self) -> dict[str, Any]:
        """A reason is needed of whoever does not take part."""
        data = super().clean() or {}
        if data.get("outcome") != "pending" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Write the reason: a refusal without one cannot be understood later."))
        return data


class ModeForm(forms.Form):
    """How to interview, where the cost rule does not say."""

    mode = forms.ChoiceField(choices=worded(LADDER), label=gettext_lazy("How"))
    reason = forms.CharField(max_length=1000, label=gettext_lazy("Reason"))


class AssignForm(forms.Form):
    """Who is to speak with somebody."""

    user = forms.ModelChoiceField(User.objects.none(), required=False, label=gettext_lazy("Interviewer"))

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
        field.queryset, field.empty_label = team, _("nobody yet")


class InviteForm(forms.Form):
    """Who is invited, in which language."""

    contact = forms.ModelChoiceField(Contact.objects.none(), required=False, label=gettext_lazy("Contact"))
    language = forms.ChoiceField(choices=worded(LANGUAGES), label=gettext_lazy("Language"))

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["contact"], contacts)


def _choose(field: forms.Field, contacts: Any) -> None:
    """Offer people by name, or nobody."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type
    field.queryset, field.empty_label = contacts, _("no contact")
    field.label_from_instance = _named  # type: ignore[method-assign, assignment]


def _named(contact: Any) -> str:
    return str(contact.personal.name)


class TextForm(forms.Form):
    """What is written to somebody."""

    subject = forms.CharField(max_length=300, label=gettext_lazy("Subject"))
    text = forms.CharField(
        max_length=10_000, label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 22})
    )


class BookingForm(forms.Form):
    """When and where somebody is interviewed."""

    when = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    place = forms.CharField(required=False, max_length=300, label=gettext_lazy("Place, or address of the call"))


class AttemptForm(forms.Form):
    """One attempt to reach somebody."""

    way = forms.ChoiceField(choices=worded(WAYS), label=gettext_lazy("How"))
    reached = forms.BooleanField(required=False, label=gettext_lazy("Somebody answered"))
    words = forms.CharField(required=False, max_length=1000, label=gettext_lazy("Note"))


class ConsentForm(forms.ModelForm[Consent]):
    """What a person agreed to, and its proof."""

    class Meta:
        model = Consent
        fields = ("contact", "level", "recording", "quotable", "way", "proof")
        labels = {
            "contact": gettext_lazy("Who agreed"),
            "level": gettext_lazy("What was promised"),
            "recording": gettext_lazy("The voice may be recorded"),
            "quotable": gettext_lazy("Words may be quoted"),
            "way": gettext_lazy("How they agreed"),
            "proof": gettext_lazy("Proof: the words read out, or which document was signed and where it is"),
        }
        widgets = {"proof": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["contact"], contacts)
        self.fields["contact"].required = False
