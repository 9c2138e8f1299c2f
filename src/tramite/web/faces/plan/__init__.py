"""The plan of a study: what for, who is asked, statements of the quiz, guesses, the sample."""

from tramite.web.faces.plan.facts import urlpatterns as _facts
from tramite.web.faces.plan.goals import urlpatterns as _goals
from tramite.web.faces.plan.guesses import urlpatterns as _guesses
from tramite.web.faces.plan.respondents import urlpatterns as _respondents
from tramite.web.faces.plan.sample import urlpatterns as _sample

urlpatterns = [*_goals, *_respondents, *_facts, *_guesses, *_sample]
__all__ = ["urlpatterns"]
