"""Personal data: what is due to be destroyed, rights of people, the record of processing."""

from tramite.web.faces.privacy.due import urlpatterns as _due
from tramite.web.faces.privacy.record import urlpatterns as _record
from tramite.web.faces.privacy.rights import urlpatterns as _rights

urlpatterns = [*_due, *_record, *_rights]
__all__ = ["urlpatterns"]
