"""The field desk: how the work stands, each person drawn, invitations, the calendar."""

from tramite.web.faces.field.calendar import urlpatterns as _calendar
from tramite.web.faces.field.desk import urlpatterns as _desk
from tramite.web.faces.field.flags import urlpatterns as _flags
from tramite.web.faces.field.invitations import urlpatterns as _invitations
from tramite.web.faces.field.units import urlpatterns as _units

urlpatterns = [*_desk, *_flags, *_units, *_invitations, *_calendar]
__all__ = ["urlpatterns"]
