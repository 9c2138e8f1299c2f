"""Work on studies with other people, in a browser: one Django application, thin over the workflows."""
