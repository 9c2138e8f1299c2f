"""Registers of a study: channels, partners, customers, contacts."""

from tramite.web.faces.registers.channels import urlpatterns as _channels
from tramite.web.faces.registers.contacts import urlpatterns as _contacts
from tramite.web.faces.registers.customers import urlpatterns as _customers
from tramite.web.faces.registers.partners import urlpatterns as _partners

urlpatterns = [*_channels, *_partners, *_customers, *_contacts]
__all__ = ["urlpatterns"]
