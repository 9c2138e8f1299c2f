"""Registers of a study: channels, partners, customers, contacts, firms."""

from tramite.web.faces.registers.channels import urlpatterns as _channels
from tramite.web.faces.registers.contacts import urlpatterns as _contacts
from tramite.web.faces.registers.customers import urlpatterns as _customers
from tramite.web.faces.registers.firms import urlpatterns as _firms
from tramite.web.faces.registers.partners import urlpatterns as _partners
from tramite.web.faces.registers.register_file import urlpatterns as _files

urlpatterns = [*_channels, *_partners, *_customers, *_contacts, *_firms, *_files]
__all__ = ["urlpatterns"]
